import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'identity-0003-payout-accounts',
  sql: `
    alter table "seller" add column "payout_account_id" varchar(100) null, add column "payouts_enabled" boolean not null default false, add column "next_account_check_at" timestamptz null, add column "account_checks" int not null default 0;
    alter table "seller" add constraint "seller_payout_account_id_unique" unique ("payout_account_id");
    create index seller_account_check on seller (next_account_check_at) where payout_account_id is not null and not payouts_enabled;
`,
} satisfies TableStep;
