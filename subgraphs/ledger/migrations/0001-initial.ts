import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'ledger-0001-initial',
  sql: `
    create table "ledger_account" ("id" uuid not null, "code" varchar(100) not null, "currency" char(3) not null, "seller_id" uuid null, "balance_minor" bigint not null default '0', primary key ("id"));
    create index "ledger_account_seller_id_index" on "ledger_account" ("seller_id");
    alter table "ledger_account" add constraint "ledger_account_code_currency_unique" unique ("code", "currency");
    create table "ledger_transaction" ("id" uuid not null, "kind" text not null, "reference" varchar(100) not null, "order_id" uuid null, "at" timestamptz not null default now(), primary key ("id"));
    create index "ledger_transaction_order_id_index" on "ledger_transaction" ("order_id");
    alter table "ledger_transaction" add constraint "ledger_transaction_kind_reference_unique" unique ("kind", "reference");
    create table "ledger_entry" ("id" uuid not null, "transaction_id" uuid not null, "account_id" uuid not null, "direction" text not null, "amount_minor" bigint not null, "currency" char(3) not null, "position" int not null, primary key ("id"));
    create index "ledger_entry_transaction_id_index" on "ledger_entry" ("transaction_id");
    create index "ledger_entry_account_id_index" on "ledger_entry" ("account_id");
    alter table "ledger_transaction" add constraint "ledger_transaction_kind_check" check ("kind" in ('CAPTURE', 'REFUND'));
    alter table "ledger_entry" add constraint "ledger_entry_transaction_id_foreign" foreign key ("transaction_id") references "ledger_transaction" ("id");
    alter table "ledger_entry" add constraint "ledger_entry_account_id_foreign" foreign key ("account_id") references "ledger_account" ("id");
    alter table "ledger_entry" add constraint "ledger_entry_positive" check (amount_minor > 0);
    alter table "ledger_entry" add constraint "ledger_entry_direction_check" check ("direction" in ('DEBIT', 'CREDIT'));
`,
} satisfies TableStep;
