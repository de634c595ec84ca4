import type { TableStep } from '@stoa/kit/persistence';

/** What was captured and refunded before gets its documents from the job, under the numbers of the day on which it does. */
export default {
  name: 'payments-0008-documents',
  sql: `
    create table "document_series" ("seller_id" uuid not null, "kind" varchar(20) not null, "year" int not null, "last" int not null, primary key ("seller_id", "kind", "year"));
    create table "payment_document" ("id" uuid not null, "kind" text not null, "number" varchar(20) not null, "reference" uuid not null, "payment_id" uuid not null, "buyer_id" uuid not null, "seller_id" uuid null, "total_amount_minor" bigint not null, "total_currency" char(3) not null, "lines" jsonb not null, "issued_at" timestamptz not null default now(), primary key ("id"));
    create index "payment_document_seller_id_id_index" on "payment_document" ("seller_id", "id");
    create index "payment_document_payment_id_index" on "payment_document" ("payment_id");
    alter table "payment_document" add constraint "payment_document_kind_check" check ("kind" in ('RECEIPT', 'INVOICE', 'CREDIT_NOTE'));
    create unique index payment_document_once on payment_document (kind, reference, coalesce(seller_id, '00000000-0000-0000-0000-000000000000'));
    create unique index payment_document_numbers on payment_document (coalesce(seller_id, '00000000-0000-0000-0000-000000000000'), number);
    alter table "payment" add "documented" boolean not null default false;
    alter table "refund" add "credited" boolean not null default false;
    create index payment_undocumented on payment (captured_at) where not documented and captured_at is not null;
    create index refund_uncredited on refund (created_at) where not credited and status = 'SUCCEEDED';

    create function payments_refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'documents are append-only: % on % is refused', tg_op, tg_table_name using errcode = 'restrict_violation';
    end $$;
    create trigger payment_document_append_only before update or delete or truncate on payment_document for each statement execute function payments_refuse_change();
    create function payments_keep_series() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' or new.last <= old.last then
        raise exception 'numbers of documents only go up' using errcode = 'restrict_violation';
      end if;
      return new;
    end $$;
    create trigger document_series_counts_up before update or delete on document_series for each row execute function payments_keep_series();
`,
} satisfies TableStep;
