import { answer } from '@stoa/kit/commands';
import { handOverPersonalData, PERSONAL_DATA_DOMAINS } from '@stoa/schema/commands/identity';

/** Takes what a domain holds of somebody. Once all of them have handed over their last part, the export is complete. */
export const answerHandOverPersonalData = answer(handOverPersonalData, async ({ sql }, { exportId, domain, part, isLast, rows }) => {
  const [wanted] = await sql.query('select from data_export where id = $1 and expires_at > now() for update', [exportId]);
  if (!wanted) return { isWanted: false };
  await sql.query(
    'insert into data_export_part (export_id, domain, part, is_last, rows) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [exportId, domain, part, isLast, JSON.stringify(rows)],
  );
  await sql.query(
    `update data_export set completed_at = coalesce(completed_at, now())
     where id = $1 and $2::text[] <@ array(select domain::text from data_export_part where export_id = $1 and is_last)`,
    [exportId, PERSONAL_DATA_DOMAINS],
  );
  return { isWanted: true };
});
