import type { TableStep } from '@stoa/kit/persistence';

/** One secret signs the addresses of all statements. */
export default {
  name: 'ledger-0009-statement-addresses',
  sql: `
    create table "address_key" ("purpose" varchar(20) not null, "secret" varchar(100) not null, primary key ("purpose"));
    insert into address_key (purpose, secret) values ('statements', gen_random_uuid()::text || gen_random_uuid()::text);
`,
} satisfies TableStep;
