import type { TableStep } from '@stoa/kit/persistence';

/** A balance that an account is opened with would be money that no entry accounts for. */
export default {
  name: 'ledger-0003-opened-empty',
  sql: `
    create function ledger_refuse_opening_balance() returns trigger language plpgsql as $$
    begin
      if new.balance_minor <> 0 then
        raise exception 'a balance changes by entries alone' using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger ledger_account_opened_empty before insert on ledger_account for each row execute function ledger_refuse_opening_balance();
`,
} satisfies TableStep;
