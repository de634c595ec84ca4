import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { LANGUAGES } from '../template/languages.ts';

const input = z.object({
  locale: z.enum(LANGUAGES, `must be one of ${LANGUAGES.join(', ')}`).nullish(),
  digest: z.enum(['NEVER', 'DAILY']).nullish(),
});

/** What is not given stays. The first digest comes a day after it was wished for. */
export const saveSettings = useCase('notifications.saveSettings', input, async ({ sql, viewer }, { locale = null, digest = null }) => {
  await sql.query(
    `insert into recipient (user_id, locale, digest, next_digest_at) values ($1, $2, coalesce($3, 'NEVER'), case $3 when 'DAILY' then now() + interval '1 day' end)
     on conflict (user_id) do update set locale = coalesce(excluded.locale, recipient.locale), digest = coalesce($3, recipient.digest),
       next_digest_at = case when $3 is null then recipient.next_digest_at when $3 = 'NEVER' then null
         else coalesce(recipient.next_digest_at, excluded.next_digest_at) end`,
    [viewer.userId, locale, digest],
  );
});
