import type { TableStep } from '@stoa/kit/persistence';

/** Entries are dated as their transactions are, also those of before; closing balances are as final as what they sum up. */
export default {
  name: 'ledger-0007-statements',
  sql: `
    create table "closed_day" ("day" date not null, primary key ("day"));
    create table "closing_balance" ("account_id" uuid not null, "day" date not null, "balance_minor" bigint not null, primary key ("account_id", "day"));
    alter table "closing_balance" add constraint "closing_balance_account_id_foreign" foreign key ("account_id") references "ledger_account" ("id");
    alter table "ledger_entry" add "at" timestamptz not null default now();
    alter table ledger_entry disable trigger ledger_entry_append_only;
    update ledger_entry set at = t.at from ledger_transaction t where t.id = transaction_id;
    alter table ledger_entry enable trigger ledger_entry_append_only;
    create index "ledger_entry_account_id_at_id_index" on "ledger_entry" ("account_id", "at", "id");
    create index ledger_entry_at on ledger_entry using brin (at);
    create trigger closing_balance_append_only before update or delete or truncate on closing_balance for each statement execute function ledger_refuse_change();
    create trigger closed_day_append_only before update or delete or truncate on closed_day for each statement execute function ledger_refuse_change();
`,
} satisfies TableStep;
