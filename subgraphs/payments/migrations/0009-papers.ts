import type { TableStep } from '@stoa/kit/persistence';

/** Documents say whose they are and of which order; those of before leave it out. One secret signs the addresses of all. */
export default {
  name: 'payments-0009-papers',
  sql: `
    alter table "payment_document" add "order_number" varchar(40) null, add "seller_name" varchar(200) null;
    create table "document_key" ("purpose" varchar(20) not null, "secret" varchar(100) not null, primary key ("purpose"));
    insert into document_key (purpose, secret) values ('addresses', gen_random_uuid()::text || gen_random_uuid()::text);
`,
} satisfies TableStep;
