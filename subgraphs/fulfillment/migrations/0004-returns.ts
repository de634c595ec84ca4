import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'fulfillment-0004-returns',
  sql: `
    create table "return_item" ("return_id" uuid not null, "order_item_id" uuid not null, "variant_id" uuid null, "name" varchar(402) not null, "quantity" int not null, primary key ("return_id", "order_item_id"));
    create table "return" ("id" uuid not null, "shipment_id" uuid not null, "buyer_id" uuid not null, "seller_id" uuid not null, "status" text not null, "reason" varchar(500) not null, "rejection_reason" varchar(500) null, "carrier" varchar(50) null, "tracking_number" varchar(100) null, "restocked" boolean null, "requested_at" timestamptz not null default now(), "received_at" timestamptz null, primary key ("id"));
    create index "return_shipment_id_index" on "return" ("shipment_id");
    create index "return_seller_id_id_index" on "return" ("seller_id", "id");
    alter table "return" add constraint "return_shipment_id_foreign" foreign key ("shipment_id") references "shipment" ("id");
    alter table "return" add constraint "return_status_check" check ("status" in ('REQUESTED', 'APPROVED', 'SENT', 'RECEIVED', 'REJECTED', 'CANCELLED'));
`,
} satisfies TableStep;
