import type { TableStep } from '@stoa/kit/persistence';

/** Products of sellers who may not sell are withheld, whatever their own state. */
export default {
  name: 'catalog-0005-seller-standing',
  sql: `
    alter table "product" add column "withheld" boolean not null default false;
    create table "seller_standing" ("seller_id" uuid not null, "selling" boolean not null, "version" int not null, "settled" boolean not null, primary key ("seller_id"));
    create index "seller_standing_unsettled" on "seller_standing" ("seller_id") where not settled;
`,
} satisfies TableStep;
