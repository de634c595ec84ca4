import type { TableStep } from '@stoa/kit/persistence';

/** Documents of before do not name their buyers; all of their credit notes were of refunds. Disputes that were lost before get theirs from the job. */
export default {
  name: 'payments-0010-documents-name-their-buyer',
  sql: `
    alter table "payment_document" add "cause" text null, add "buyer_name" varchar(201) null, add "buyer_address" jsonb null;
    alter table payment_document disable trigger payment_document_append_only;
    update payment_document set cause = 'REFUND' where kind = 'CREDIT_NOTE';
    alter table payment_document enable trigger payment_document_append_only;
    alter table "payment_document" add constraint "payment_document_cause_check" check ("cause" in ('REFUND', 'DISPUTE'));
    alter table "dispute" add "credited" boolean not null default false, add "billed_again" boolean not null default false;
    create index dispute_undocumented on dispute (created_at) where (status = 'LOST' and not credited) or (status = 'WON' and credited and not billed_again);
`,
} satisfies TableStep;
