import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'inventory-0002-returned-goods',
  sql: `
    alter table "reservation_line" add "returned" int not null default 0;
`,
} satisfies TableStep;
