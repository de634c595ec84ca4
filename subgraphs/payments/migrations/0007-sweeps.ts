import type { TableStep } from '@stoa/kit/persistence';

/** The first night looks back a week. */
export default {
  name: 'payments-0007-sweeps',
  sql: `
    create table "provider_sweep" ("provider" text not null, "swept_until" timestamptz not null, "next_sweep_at" timestamptz not null, primary key ("provider"));
    insert into provider_sweep (provider, swept_until, next_sweep_at)
      select provider, now() - interval '7 days', date_trunc('day', now(), 'UTC') + interval '1 day 3 hours' from (values ('STRIPE'), ('RAZORPAY')) known (provider);
`,
} satisfies TableStep;
