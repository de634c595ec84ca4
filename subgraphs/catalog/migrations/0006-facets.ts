import type { TableStep } from '@stoa/kit/persistence';

/** What other domains say of a product and lists are filtered by; and an index that has all that facets count, so that no product is read for them. */
export default {
  name: 'catalog-0006-facets',
  sql: `
    alter table "variant" add column "in_stock" boolean not null default false, add column "stock_version" int not null default 0;
    alter table "product" add column "in_stock" boolean not null default false, add column "stars" smallint null,
      add column "rating_version" int not null default 0;
    update product set in_stock = true where kind <> 'PHYSICAL';
    update variant set in_stock = true from product where product.id = variant.product_id and product.kind <> 'PHYSICAL';
    alter table product_price add column range_from bigint not null generated always as (
      (10 ^ (length(amount_minor::text) - 1))::bigint *
        case left(amount_minor::text, 1) when '1' then 1 when '2' then 2 when '3' then 2 when '4' then 2 else 5 end) stored;
    create index product_facets on product (seller_id, category_id, kind, in_stock, stars, id) where status = 'ACTIVE' and not withheld;
    create index product_on_sale_in_category on product (category_id, id desc) where status = 'ACTIVE' and not withheld;
`,
} satisfies TableStep;
