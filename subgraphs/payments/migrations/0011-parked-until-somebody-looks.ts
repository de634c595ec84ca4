import type { TableStep } from '@stoa/kit/persistence';

/** What is parked is examined again when an operator wants it, or given up by one. */
export default {
  name: 'payments-0011-parked-until-somebody-looks',
  sql: `
    alter table "provider_event" add "examine_until" timestamptz not null default (now() + '00:15:00'::interval);
    alter table "provider_event" drop constraint "provider_event_status_check";
    alter table "provider_event" add constraint "provider_event_status_check" check ("status" in ('HANDLED', 'PARKED', 'DISCARDED'));
`,
} satisfies TableStep;
