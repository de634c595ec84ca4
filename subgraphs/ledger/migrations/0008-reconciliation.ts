import type { TableStep } from '@stoa/kit/persistence';

/** The first day that is reconciled is that on which this is applied. */
export default {
  name: 'ledger-0008-reconciliation',
  sql: `
    create table "reconciliation" ("id" uuid not null, "provider" varchar(10) not null, "day" date not null, "currency" char(3) not null, "captured_minor" bigint not null, "captured_at_provider_minor" bigint not null, "refunded_minor" bigint not null, "refunded_at_provider_minor" bigint not null, "fees_minor" bigint not null, "at" timestamptz not null default now(), primary key ("id"));
    alter table "reconciliation" add constraint "reconciliation_provider_day_currency_unique" unique ("provider", "day", "currency");
    create table "reconciliation_difference" ("id" uuid not null, "reconciliation_id" uuid not null, "kind" text not null, "what" text not null, "reference" varchar(100) null, "provider_reference" varchar(100) null, "amount_minor" bigint null, "currency" char(3) null, "amount_at_provider_minor" bigint null, "currency_at_provider" char(3) null, primary key ("id"));
    create index "reconciliation_difference_reconciliation_id_index" on "reconciliation_difference" ("reconciliation_id");
    alter table "reconciliation_difference" add constraint "reconciliation_difference_kind_check" check ("kind" in ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT_DIFFERS', 'CURRENCY_DIFFERS'));
    alter table "reconciliation_difference" add constraint "reconciliation_difference_what_check" check ("what" in ('CAPTURE', 'REFUND'));
    create table "reconciliation_cursor" ("provider" varchar(10) not null, "next_day" date not null, "due_at" timestamptz not null, primary key ("provider"));
    insert into reconciliation_cursor (provider, next_day, due_at)
      select provider, (now() at time zone 'UTC')::date, date_trunc('day', now(), 'UTC') + interval '1 day 4 hours' from (values ('STRIPE'), ('RAZORPAY')) known (provider);
    alter table "ledger_transaction" drop constraint "ledger_transaction_kind_check";
    alter table "ledger_transaction" add constraint "ledger_transaction_kind_check" check ("kind" in ('CAPTURE', 'REFUND', 'PAYOUT', 'PAYOUT_SENT', 'PAYOUT_REFUSED', 'DISPUTE', 'DISPUTE_REVERSED', 'DISPUTE_FEE', 'PROVIDER_FEE'));
`,
} satisfies TableStep;
