import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'inventory-0001-initial',
  sql: `
    create table "known_variant" ("variant_id" uuid not null, "product_id" uuid not null, "seller_id" uuid not null, "kind" varchar(10) not null, primary key ("variant_id"));
    create table "reservation" ("id" uuid not null, "cart_id" uuid not null, "order_id" uuid null, "buyer_id" uuid not null, "status" text not null, "held_since" timestamptz not null default now(), "expires_at" timestamptz not null default now() + interval '15 minutes', "version" int not null default 1, primary key ("id"));
    alter table "reservation" add constraint "reservation_order_id_unique" unique ("order_id");
    create index "reservation_cart_id_index" on "reservation" ("cart_id");
    create table "reservation_line" ("reservation_id" uuid not null, "variant_id" uuid not null, "quantity" int not null, primary key ("reservation_id", "variant_id"));
    create table "stock" ("variant_id" uuid not null, "seller_id" uuid not null, "total" int not null, "available" int not null, "reserved" int not null, "allocated" int not null, "sold" int not null, "low_stock_threshold" int not null default 5, "version" int not null default 1, primary key ("variant_id"));
    alter table "reservation" add constraint "reservation_status_check" check ("status" in ('SOFT', 'HARD', 'SOLD', 'RELEASED', 'EXPIRED', 'RETURNED'));
    alter table "reservation_line" add constraint "reservation_line_reservation_id_foreign" foreign key ("reservation_id") references "reservation" ("id");
    alter table "stock" add constraint "stock_adds_up" check (total = available + reserved + allocated);
    alter table "stock" add constraint "stock_never_negative" check (available >= 0 and reserved >= 0 and allocated >= 0 and sold >= 0);
    -- A cart holds through one reservation at a time; earlier ones stay for the record.
    create unique index reservation_one_live_per_cart on reservation (cart_id) where status in ('SOFT', 'HARD');
    create index reservation_due on reservation (expires_at) where status in ('SOFT', 'HARD');
`,
} satisfies TableStep;
