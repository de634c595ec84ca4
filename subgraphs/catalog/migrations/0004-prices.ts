import type { TableStep } from '@stoa/kit/persistence';

/** Prices in further currencies, and a table of all prices of a product for lists by price, which the database keeps by itself. */
export default {
  name: 'catalog-0004-prices',
  sql: `
    alter table "product" add column "other_prices" jsonb not null default '[]';
    alter table "variant" add column "other_prices" jsonb not null default '[]';
    create table product_price (product_id uuid not null references product (id), currency char(3) not null, amount_minor bigint not null,
      primary key (product_id, currency));
    create index product_price_by_amount on product_price (currency, amount_minor, product_id);
    create function write_product_prices() returns trigger language plpgsql as $$
    begin
      delete from product_price where product_id = new.id;
      insert into product_price (product_id, currency, amount_minor)
      select new.id, new.price_currency, new.price_amount_minor
      union all
      select new.id, other.currency, other."amountMinor"
      from jsonb_to_recordset(new.other_prices) as other (currency text, "amountMinor" bigint);
      return null;
    end $$;
    create trigger product_prices after insert or update of price_amount_minor, price_currency, other_prices on product
      for each row execute function write_product_prices();
    insert into product_price (product_id, currency, amount_minor) select id, price_currency, price_amount_minor from product;
    drop index product_on_sale_price;
`,
} satisfies TableStep;
