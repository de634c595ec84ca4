import type { TableStep } from '@stoa/kit/persistence';

/** Whoever sold before goes on. */
export default {
  name: 'identity-0008-seller-approval',
  sql: `
    alter table "seller" add column "status" text not null default 'APPROVED', add column "status_reason" varchar(500) null,
      add column "standing_version" int not null default 0;
    alter table "seller" alter column "status" drop default;
    alter table "seller" add constraint "seller_status_check" check ("status" in ('PENDING', 'APPROVED', 'REJECTED', 'SUSPENDED'));
    create index "seller_waiting" on "seller" ("id") where "status" <> 'APPROVED';
`,
} satisfies TableStep;
