import type { TableStep } from '@stoa/kit/persistence';

/** A document never changes but for whom it names: that can be forgotten, and nothing put in its place. */
export default {
  name: 'payments-0012-forgotten-buyers',
  sql: `
    drop trigger payment_document_append_only on payment_document;
    create trigger payment_document_append_only before delete or truncate on payment_document for each statement execute function payments_refuse_change();
    create function payments_keep_document() returns trigger language plpgsql as $$
    begin
      if to_jsonb(new) - '{buyer_name,buyer_address}'::text[] <> to_jsonb(old) - '{buyer_name,buyer_address}'::text[]
         or new.buyer_name is not null or new.buyer_address is not null then
        raise exception 'documents are append-only: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger payment_document_keeps_its_word before update on payment_document for each row execute function payments_keep_document();
`,
} satisfies TableStep;
