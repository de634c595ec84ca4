import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'fulfillment-0001-initial',
  sql: `
    create table "order_shipments" ("id" uuid not null, "order_number" varchar(12) not null, "buyer_id" uuid not null, "shipping_address" jsonb not null, "version" int not null default 0, primary key ("id"));
    create table "shipment" ("id" uuid not null, "order_id" uuid not null, "buyer_id" uuid not null, "seller_id" uuid not null, "order_number" varchar(12) not null, "shipping_address" jsonb not null, "status" text not null, "provisional" boolean not null, "version" int not null, "carrier" varchar(50) null, "tracking_number" varchar(100) null, "shipped_at" timestamptz null, "delivered_at" timestamptz null, primary key ("id"));
    create index "shipment_order_id_index" on "shipment" ("order_id");
    create index "shipment_carrier_tracking_number_index" on "shipment" ("carrier", "tracking_number");
    create index "shipment_seller_id_status_index" on "shipment" ("seller_id", "status");
    create table "shipment_change" ("order_id" uuid not null, "version" int not null, "shipment_id" uuid not null, "snapshot" jsonb not null, primary key ("order_id", "version"));
    create table "shipment_item" ("id" uuid not null, "shipment_id" uuid not null, "order_item_id" uuid not null, "name" varchar(402) not null, "sku" varchar(64) not null, "quantity" int not null, primary key ("id"));
    create index "shipment_item_shipment_id_index" on "shipment_item" ("shipment_id");
    create table "tracking_event" ("id" uuid not null, "shipment_id" uuid not null, "carrier_event_id" varchar(100) not null, "status" varchar(20) not null, "description" varchar(500) null, "location" varchar(200) null, "at" timestamptz not null, primary key ("id"));
    create index "tracking_event_shipment_id_index" on "tracking_event" ("shipment_id");
    alter table "tracking_event" add constraint "tracking_event_shipment_id_carrier_event_id_unique" unique ("shipment_id", "carrier_event_id");
    alter table "shipment" add constraint "shipment_order_id_foreign" foreign key ("order_id") references "order_shipments" ("id");
    alter table "shipment" add constraint "shipment_status_check" check ("status" in ('PENDING', 'PROCESSING', 'SHIPPED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED', 'CANCELLED'));
    alter table "shipment_change" add constraint "shipment_change_order_id_foreign" foreign key ("order_id") references "order_shipments" ("id");
    alter table "shipment_change" add constraint "shipment_change_shipment_id_foreign" foreign key ("shipment_id") references "shipment" ("id");
    alter table "shipment_item" add constraint "shipment_item_shipment_id_foreign" foreign key ("shipment_id") references "shipment" ("id");
    alter table "tracking_event" add constraint "tracking_event_shipment_id_foreign" foreign key ("shipment_id") references "shipment" ("id");
`,
} satisfies TableStep;
