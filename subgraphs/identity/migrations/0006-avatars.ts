import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: 'identity-0006-avatars',
  sql: `
    alter table "users" add "avatar_url" varchar(1000) null;
`,
} satisfies TableStep;
