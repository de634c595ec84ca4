import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'payments-0004-disputes',
  sql: `
    create table "owed_refund" ("request_key" varchar(300) not null, "payment_id" uuid not null, "wish" jsonb not null, primary key ("request_key"));
    create index "owed_refund_payment_id_index" on "owed_refund" ("payment_id");
    create table "dispute" ("id" uuid not null, "payment_id" uuid not null, "provider_dispute_id" varchar(100) not null, "amount_amount_minor" bigint not null, "amount_currency" char(3) not null, "status" text not null, "reason" varchar(100) not null, "lines" jsonb not null, "split" jsonb not null, "created_at" timestamptz not null default now(), "lost_at" timestamptz null, "next_poll_at" timestamptz not null default (now() + '01:00:00'::interval), primary key ("id"));
    create index "dispute_payment_id_index" on "dispute" ("payment_id");
    alter table "dispute" add constraint "dispute_provider_dispute_id_unique" unique ("provider_dispute_id");
    create index dispute_undecided on dispute (next_poll_at) where status in ('INQUIRY', 'OPEN');
    alter table "payment" drop constraint "payment_refunded_within_amount";
    alter table "payment" add "lost_minor" bigint not null default '0';
    alter table "payment" add constraint "payment_gone_back_within_amount" check (refunded_minor >= 0 and lost_minor >= 0 and refunded_minor + lost_minor <= amount_amount_minor);
    alter table "dispute" add constraint "dispute_payment_id_foreign" foreign key ("payment_id") references "payment" ("id");
    alter table "dispute" add constraint "dispute_status_check" check ("status" in ('INQUIRY', 'OPEN', 'WON', 'LOST'));
`,
} satisfies TableStep;
