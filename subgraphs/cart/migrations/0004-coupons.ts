import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'cart-0004-coupons',
  sql: `
    alter table "cart" add column "coupon_codes" jsonb not null default '[]';
`,
} satisfies TableStep;
