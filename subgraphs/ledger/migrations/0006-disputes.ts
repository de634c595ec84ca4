import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'ledger-0006-disputes',
  sql: `
    create table "disputed_share" ("dispute_id" uuid not null, "seller_id" uuid not null, "order_id" uuid not null, "currency" char(3) not null, "amount_minor" bigint not null, primary key ("dispute_id", "seller_id"));
    create index "disputed_share_seller_id_currency_index" on "disputed_share" ("seller_id", "currency");
    alter table "ledger_transaction" drop constraint "ledger_transaction_kind_check";
    alter table "ledger_transaction" add constraint "ledger_transaction_kind_check" check ("kind" in ('CAPTURE', 'REFUND', 'PAYOUT', 'PAYOUT_SENT', 'PAYOUT_REFUSED', 'DISPUTE', 'DISPUTE_REVERSED', 'DISPUTE_FEE'));
    alter table "disputed_share" add constraint "disputed_share_not_negative" check (amount_minor >= 0);
`,
} satisfies TableStep;
