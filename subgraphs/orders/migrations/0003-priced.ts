import type { TableStep } from '@stoa/kit/persistence';

/** How the price of an order came about. Of one that was placed before, the fee of each line is not known; its seller's is in the split. */
export default {
  name: 'orders-0003-priced',
  sql: `
    alter table "orders" add column "shipping" jsonb not null default '[]', add column "coupons" jsonb not null default '[]';
    alter table "order_item" add column "seller_discount_minor" bigint not null default '0', add column "platform_discount_minor" bigint not null default '0', add column "tax_minor" bigint not null default '0', add column "tax_rate_ppm" int not null default 0, add column "tax_included" boolean not null default false, add column "fee_basis_points" int null, add column "fee_minor" bigint null;
    create table "commission_rate" ("id" uuid not null, "seller_id" uuid null, "category_id" uuid null, "basis_points" int not null, "set_at" timestamptz not null default now(), primary key ("id"));
    alter table "commission_rate" add constraint "commission_rate_share" check (basis_points >= 0 and basis_points <= 10000);
    create unique index commission_rate_one_each on commission_rate (seller_id, category_id) nulls not distinct;
`,
} satisfies TableStep;
