import type { TableStep } from '@stoa/kit/persistence';

/** A certificate never changes but for whom it names: that can be forgotten, and nothing put in its place. */
export default {
  name: 'learning-0002-forgotten-students',
  sql: `
    drop trigger certificate_append_only on certificate;
    create trigger certificate_append_only before delete or truncate on certificate for each statement execute function learning_refuse_change();
    create function learning_keep_certificate() returns trigger language plpgsql as $$
    begin
      if to_jsonb(new) - 'student_name' <> to_jsonb(old) - 'student_name' or new.student_name <> '' then
        raise exception 'certificates are append-only: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger certificate_keeps_its_word before update on certificate for each row execute function learning_keep_certificate();
`,
} satisfies TableStep;
