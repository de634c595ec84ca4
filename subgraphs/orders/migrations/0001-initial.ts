import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'orders-0001-initial',
  sql: `
    create table "checkout_saga" ("id" uuid not null, "state" text not null, "step" int not null default 0, "claims" int not null default 0, "failures" int not null default 0, "next_try_at" timestamptz not null default now(), "deadline_at" timestamptz not null, "refusal" jsonb null, primary key ("id"));
    create index "checkout_saga_state_next_try_at_index" on "checkout_saga" ("state", "next_try_at");
    create table "orders" ("id" uuid not null, "number" varchar(12) not null, "status" text not null, "provisional" boolean not null, "version" int not null, "buyer_id" uuid not null, "cart_id" uuid not null, "provider" varchar(10) not null, "total_amount_minor" bigint not null, "total_currency" char(3) not null, "split" jsonb not null, "shipping_address" jsonb null, "payment_id" uuid null, "payment_due_at" timestamptz not null default (now() + '00:30:00'::interval), "placed_at" timestamptz not null default now(), "confirmed_at" timestamptz null, "cancelled_at" timestamptz null, "cancel_reason" varchar(500) null, primary key ("id"));
    alter table "orders" add constraint "orders_number_unique" unique ("number");
    create index "orders_buyer_id_id_index" on "orders" ("buyer_id", "id");
    create table "known_shipment" ("shipment_id" uuid not null, "order_id" uuid not null, "status" varchar(20) not null, primary key ("shipment_id"));
    create index "known_shipment_order_id_index" on "known_shipment" ("order_id");
    create table "order_item" ("id" uuid not null, "order_id" uuid not null, "buyer_id" uuid not null, "variant_id" uuid not null, "product_id" uuid not null, "seller_id" uuid not null, "kind" varchar(10) not null, "name" varchar(402) not null, "sku" varchar(64) not null, "quantity" int not null, "unit_price_amount_minor" bigint not null, "unit_price_currency" char(3) not null, primary key ("id"));
    create index "order_item_order_id_index" on "order_item" ("order_id");
    create table "order_status_change" ("order_id" uuid not null, "version" int not null, "from" varchar(12) null, "to" varchar(12) not null, "at" timestamptz not null default now(), primary key ("order_id", "version"));
    alter table "checkout_saga" add constraint "checkout_saga_state_check" check ("state" in ('RUNNING', 'UNDOING', 'DONE', 'UNDONE'));
    alter table "orders" add constraint "orders_status_check" check ("status" in ('PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED'));
    alter table "known_shipment" add constraint "known_shipment_order_id_foreign" foreign key ("order_id") references "orders" ("id");
    alter table "order_item" add constraint "order_item_order_id_foreign" foreign key ("order_id") references "orders" ("id");
    alter table "order_status_change" add constraint "order_status_change_order_id_foreign" foreign key ("order_id") references "orders" ("id");
    -- Of a cart comes one order; one that was cancelled makes room, since its cart may have been opened again.
    create unique index orders_one_per_cart on orders (cart_id) where status <> 'CANCELLED';
    create index orders_due on orders (payment_due_at) where status = 'PENDING';
`,
} satisfies TableStep;
