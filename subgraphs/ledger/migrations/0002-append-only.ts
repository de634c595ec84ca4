import type { TableStep } from '@stoa/kit/persistence';

/** What no code of ours can get wrong: postings are not changed, transactions balance, and accounts hold the sum of their entries. */
export default {
  name: 'ledger-0002-append-only',
  sql: `
    create function ledger_refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the ledger is append-only: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
    end $$;
    create trigger ledger_entry_append_only before update or delete or truncate on ledger_entry for each statement execute function ledger_refuse_change();
    create trigger ledger_transaction_append_only before update or delete or truncate on ledger_transaction for each statement execute function ledger_refuse_change();

    create function ledger_keep_balance() returns trigger language plpgsql as $$
    begin
      update ledger_account account set balance_minor = account.balance_minor + added.total
      from (select account_id, currency, sum(case direction when 'CREDIT' then amount_minor else -amount_minor end) as total
            from added_entries group by account_id, currency) added
      where account.id = added.account_id and account.currency = added.currency;
      if exists (select from added_entries e join ledger_account a on a.id = e.account_id where a.currency <> e.currency) then
        raise exception 'an entry is in another currency than its account' using errcode = 'check_violation';
      end if;
      return null;
    end $$;
    create trigger ledger_entry_balance after insert on ledger_entry referencing new table as added_entries
      for each statement execute function ledger_keep_balance();

    create function ledger_check_transaction() returns trigger language plpgsql as $$
    begin
      if exists (select from ledger_entry where transaction_id = new.transaction_id group by currency
                 having sum(case direction when 'CREDIT' then amount_minor else -amount_minor end) <> 0) then
        raise exception 'transaction % does not balance', new.transaction_id using errcode = 'check_violation';
      end if;
      return null;
    end $$;
    create constraint trigger ledger_transaction_balances after insert on ledger_entry deferrable initially deferred
      for each row execute function ledger_check_transaction();

    create function ledger_refuse_balance_change() returns trigger language plpgsql as $$
    begin
      if old.balance_minor <> new.balance_minor and pg_trigger_depth() < 2 then
        raise exception 'a balance changes by entries alone' using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger ledger_account_balance_by_entries before update on ledger_account for each row execute function ledger_refuse_balance_change();
`,
} satisfies TableStep;
