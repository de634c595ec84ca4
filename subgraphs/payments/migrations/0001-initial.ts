import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'payments-0001-initial',
  sql: `
    create table "ended_order" ("order_id" uuid not null, "ended_at" timestamptz not null default now(), primary key ("order_id"));
    create table "payment" ("id" uuid not null, "order_id" uuid not null, "buyer_id" uuid not null, "provider" text not null, "status" text not null, "amount_amount_minor" bigint not null, "amount_currency" char(3) not null, "refunded_minor" bigint not null default '0', "provider_payment_id" varchar(100) null, "client_secret" varchar(300) null, "disputed" boolean not null default false, "failure_code" varchar(100) null, "failure_message" varchar(500) null, "split" jsonb not null, "closed" boolean not null default false, "version" int not null default 1, "created_at" timestamptz not null default now(), "captured_at" timestamptz null, "next_poll_at" timestamptz not null default (now() + '00:00:20'::interval), "polls" int not null default 0, primary key ("id"));
    alter table "payment" add constraint "payment_order_id_unique" unique ("order_id");
    alter table "payment" add constraint "payment_provider_payment_id_unique" unique ("provider_payment_id");
    create table "provider_event" ("id" varchar(100) not null, "provider" varchar(10) not null, "type" varchar(100) not null, "status" text not null, "said" jsonb null, "note" varchar(500) null, "received_at" timestamptz not null default now(), primary key ("id"));
    create index "provider_event_status_received_at_index" on "provider_event" ("status", "received_at");
    create table "refund" ("id" uuid not null, "payment_id" uuid not null, "amount_amount_minor" bigint not null, "amount_currency" char(3) not null, "status" text not null, "reason" varchar(500) null, "request_key" varchar(300) not null, "split" jsonb not null, "provider_refund_id" varchar(100) null, "created_at" timestamptz not null default now(), "next_try_at" timestamptz not null default now(), "tries" int not null default 0, primary key ("id"));
    create index "refund_payment_id_index" on "refund" ("payment_id");
    alter table "refund" add constraint "refund_request_key_unique" unique ("request_key");
    alter table "payment" add constraint "payment_refunded_within_amount" check (refunded_minor >= 0 and refunded_minor <= amount_amount_minor);
    alter table "payment" add constraint "payment_provider_check" check ("provider" in ('STRIPE', 'RAZORPAY'));
    alter table "payment" add constraint "payment_status_check" check ("status" in ('CREATED', 'REQUIRES_ACTION', 'PROCESSING', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'FAILED', 'CANCELLED'));
    alter table "provider_event" add constraint "provider_event_status_check" check ("status" in ('HANDLED', 'PARKED'));
    alter table "refund" add constraint "refund_payment_id_foreign" foreign key ("payment_id") references "payment" ("id");
    alter table "refund" add constraint "refund_status_check" check ("status" in ('PENDING', 'SUCCEEDED', 'FAILED'));
    create index payment_open on payment (next_poll_at) where status in ('CREATED', 'REQUIRES_ACTION', 'PROCESSING');
    create index payment_not_closed on payment (id) where not closed;
    create index refund_pending on refund (next_try_at) where status = 'PENDING';
`,
} satisfies TableStep;
