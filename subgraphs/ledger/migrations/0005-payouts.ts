import type { TableStep } from '@stoa/kit/persistence';

/** Orders that were captured before have no share here: nothing of them is held. */
export default {
  name: 'ledger-0005-payouts',
  sql: `
    create table "held_share" ("order_id" uuid not null, "seller_id" uuid not null, "currency" char(3) not null, "amount_minor" bigint not null, "release_at" timestamptz not null, primary key ("order_id", "seller_id"));
    create index "held_share_seller_id_currency_release_at_index" on "held_share" ("seller_id", "currency", "release_at");
    alter table "held_share" add constraint "held_share_not_negative" check (amount_minor >= 0);
    create table "payout" ("id" uuid not null, "seller_id" uuid not null, "amount_amount_minor" bigint not null, "amount_currency" char(3) not null, "status" text not null, "request_key" varchar(300) not null, "failure_code" varchar(100) null, "version" int not null default 1, "created_at" timestamptz not null default now(), "next_try_at" timestamptz not null default (now() + '00:00:30'::interval), "tries" int not null default 0, primary key ("id"));
    create index "payout_seller_id_id_index" on "payout" ("seller_id", "id");
    alter table "payout" add constraint "payout_request_key_unique" unique ("request_key");
    alter table "payout" add constraint "payout_positive" check (amount_amount_minor > 0);
    alter table "payout" add constraint "payout_status_check" check ("status" in ('PENDING', 'PAID', 'FAILED'));
    create index payout_pending on payout (next_try_at) where status = 'PENDING';
    alter table "ledger_transaction" drop constraint "ledger_transaction_kind_check";
    alter table "ledger_transaction" add constraint "ledger_transaction_kind_check" check ("kind" in ('CAPTURE', 'REFUND', 'PAYOUT', 'PAYOUT_SENT', 'PAYOUT_REFUSED'));
`,
} satisfies TableStep;
