import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'cart-0001-initial',
  sql: `
    create table "cart" ("id" uuid not null, "buyer_id" uuid not null, "status" text not null, "currency" char(3) null, "expires_at" timestamptz not null default now() + interval '15 minutes', "created_at" timestamptz not null default now(), "version" int not null default 1, primary key ("id"));
    create index "cart_buyer_id_status_index" on "cart" ("buyer_id", "status");
    create table "cart_item" ("id" uuid not null, "cart_id" uuid not null, "variant_id" uuid not null, "product_id" uuid not null, "seller_id" uuid not null, "kind" varchar(10) not null, "sku" varchar(64) not null, "name" varchar(402) not null, "quantity" int not null, "unit_price_amount_minor" bigint not null, "unit_price_currency" char(3) not null, primary key ("id"));
    alter table "cart_item" add constraint "cart_item_cart_id_variant_id_unique" unique ("cart_id", "variant_id");
    create table "checkout" ("buyer_id" uuid not null, "idempotency_key" varchar(200) not null, "input_hash" varchar(64) not null, "cart_id" uuid not null, "order_id" uuid not null, "status" text not null, "request" jsonb not null, "payment_id" uuid null, "refusal" jsonb null, "next_try_at" timestamptz not null default now() + interval '15 seconds', primary key ("buyer_id", "idempotency_key"));
    alter table "checkout" add constraint "checkout_order_id_unique" unique ("order_id");
    create index "checkout_status_next_try_at_index" on "checkout" ("status", "next_try_at");
    alter table "cart" add constraint "cart_status_check" check ("status" in ('ACTIVE', 'CHECKOUT', 'COMPLETED', 'ABANDONED', 'EXPIRED'));
    alter table "cart_item" add constraint "cart_item_cart_id_foreign" foreign key ("cart_id") references "cart" ("id");
    alter table "cart_item" add constraint "cart_item_quantity" check (quantity > 0);
    alter table "checkout" add constraint "checkout_status_check" check ("status" in ('STARTED', 'PLACED', 'REFUSED'));
    -- One basket at a time is being filled, and one order comes of a basket.
    create unique index cart_one_active_per_buyer on cart (buyer_id) where status = 'ACTIVE';
    create index cart_due on cart (expires_at) where status = 'ACTIVE';
    create unique index checkout_one_per_cart on checkout (cart_id) where status <> 'REFUSED';
`,
} satisfies TableStep;
