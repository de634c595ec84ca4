import type { TableStep } from '@stoa/kit/persistence';

/**
 * The sides of a transaction are written by one statement, so whether they balance is asked once, of what that statement wrote, and no
 * longer of every row at the commit. Accounts are locked in one order, or two postings could wait for each other.
 */
export default {
  name: 'ledger-0004-balanced-at-once',
  sql: `
    drop trigger ledger_transaction_balances on ledger_entry;
    drop function ledger_check_transaction();

    create or replace function ledger_keep_balance() returns trigger language plpgsql as $$
    begin
      if exists (select from added_entries group by transaction_id, currency
                 having sum(case direction when 'CREDIT' then amount_minor else -amount_minor end) <> 0) then
        raise exception 'a transaction does not balance' using errcode = 'check_violation';
      end if;
      perform from ledger_account where id in (select account_id from added_entries) order by id for no key update;
      update ledger_account account set balance_minor = account.balance_minor + added.total
      from (select account_id, currency, sum(case direction when 'CREDIT' then amount_minor else -amount_minor end) as total
            from added_entries group by account_id, currency) added
      where account.id = added.account_id and account.currency = added.currency and added.total <> 0;
      if exists (select from added_entries e join ledger_account a on a.id = e.account_id where a.currency <> e.currency) then
        raise exception 'an entry is in another currency than its account' using errcode = 'check_violation';
      end if;
      return null;
    end $$;
`,
} satisfies TableStep;
