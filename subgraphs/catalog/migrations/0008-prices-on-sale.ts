import type { TableStep } from '@stoa/kit/persistence';

/** Prices know whether they are of what is on sale, so that all of them are counted from an index, and no product is read for it. */
export default {
  name: 'catalog-0008-prices-on-sale',
  sql: `
    -- Both at once and in the order of those who read them, so that nobody is half-way between the old trigger and the new one.
    lock table product, product_price in access exclusive mode;
    alter table product_price add column on_sale boolean not null default false;
    update product_price set on_sale = true from product where id = product_id and status = 'ACTIVE' and not withheld;
    create index product_price_on_sale on product_price (currency, range_from, amount_minor) where on_sale;
    create or replace function write_product_prices() returns trigger language plpgsql as $$
    begin
      delete from product_price where product_id = new.id;
      insert into product_price (product_id, on_sale, currency, amount_minor)
      select new.id, new.status = 'ACTIVE' and not new.withheld, currency, amount_minor from (
        select new.price_currency as currency, new.price_amount_minor as amount_minor
        union all
        select other.currency, other."amountMinor" from jsonb_to_recordset(new.other_prices) as other (currency text, "amountMinor" bigint)
      ) as prices;
      return null;
    end $$;
    drop trigger product_prices on product;
    create trigger product_prices after insert or update of price_amount_minor, price_currency, other_prices, status, withheld on product
      for each row execute function write_product_prices();
`,
} satisfies TableStep;
