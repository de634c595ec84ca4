import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'orders-0004-shipping-and-tax',
  sql: `
    create table "shipping_method" ("id" uuid not null, "seller_id" uuid not null, "name" varchar(100) not null, "destinations" jsonb not null, "price_amount_minor" bigint not null, "price_currency" char(3) not null, "per_item_minor" bigint not null default '0', "free_from_minor" bigint null, primary key ("id"));
    create index "shipping_method_seller_id_index" on "shipping_method" ("seller_id");
    alter table "shipping_method" add constraint "shipping_method_prices" check (price_amount_minor >= 0 and per_item_minor >= 0 and free_from_minor >= 0);
    create table "tax_rate" ("id" uuid not null, "country" char(2) not null, "region" varchar(100) null, "category_id" uuid null, "rate_ppm" int not null, "included" boolean not null, "set_at" timestamptz not null default now(), primary key ("id"));
    alter table "tax_rate" add constraint "tax_rate_share" check (rate_ppm >= 0 and rate_ppm <= 1000000);
    create unique index tax_rate_one_each on tax_rate (country, region, category_id) nulls not distinct;
`,
} satisfies TableStep;
