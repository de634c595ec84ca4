import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'orders-0005-coupons',
  sql: `
    create table "coupon" ("id" uuid not null, "code" varchar(40) not null, "seller_id" uuid null, "kind" text not null, "percent" int null, "amount_minor" bigint null, "minimum_minor" bigint null, "currency" char(3) null, "max_uses" int null, "max_uses_per_buyer" int null, "uses" int not null default 0, "starts_at" timestamptz not null default now(), "ends_at" timestamptz null, primary key ("id"));
    create index "coupon_seller_id_id_index" on "coupon" ("seller_id", "id");
    alter table "coupon" add constraint "coupon_code_unique" unique ("code");
    alter table "coupon" add constraint "coupon_uses" check (uses >= 0 and (max_uses is null or uses <= max_uses));
    alter table "coupon" add constraint "coupon_kind_check" check ("kind" in ('PERCENTAGE', 'AMOUNT', 'FREE_SHIPPING'));
    create table "coupon_use" ("coupon_id" uuid not null, "order_id" uuid not null, "buyer_id" uuid not null, "at" timestamptz not null default now(), primary key ("coupon_id", "order_id"));
    create index "coupon_use_order_id_index" on "coupon_use" ("order_id");
    create index "coupon_use_coupon_id_buyer_id_index" on "coupon_use" ("coupon_id", "buyer_id");
    alter table "coupon_use" add constraint "coupon_use_order_id_foreign" foreign key ("order_id") references "orders" ("id");
`,
} satisfies TableStep;
