import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'payments-0003-payouts',
  sql: `
    create table "payout_account" ("seller_id" uuid not null, "account_id" varchar(100) not null, primary key ("seller_id"));
    create table "transfer" ("payout_id" uuid not null, "account_id" varchar(100) not null, "amount_amount_minor" bigint not null, "amount_currency" char(3) not null, "transfer_id" varchar(100) null, "refusal_code" varchar(100) null, "created_at" timestamptz not null default now(), primary key ("payout_id"));
`,
} satisfies TableStep;
