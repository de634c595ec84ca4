import { job, seconds } from '@stoa/kit/jobs';
import type { DomainContext } from '@stoa/kit/use-case';
import { learningRecordStore, type Taken } from './learning-record-store.ts';
import type { XapiStatement } from './statement.entity.ts';

const BATCH = 50;

/** After so many seconds a statement is tried again, twice as long each time, and at last every hour. */
const [FIRST_WAIT, LONGEST_WAIT] = [10, 3_600];

/** Tells the learning record store what it has not been told yet. What it gets twice it knows by its id. */
export const sendStatements = job('learning.sendStatements', seconds(10), async (context) => {
  const store = context.use(learningRecordStore);
  if (!store) return;
  for (let due = await dueNow(context); due.length > 0; due = await dueNow(context)) {
    const taken = await store.send(due.map(({ statement }) => statement));
    // One that it will never take must not keep the others back, so each is sent by itself then.
    if (taken.outcome === 'refused' && due.length > 1)
      for (const one of due) await settle(context, [one], await store.send([one.statement]));
    else await settle(context, due, taken);
    if (taken.outcome === 'later') return;
  }
});

type Due = Pick<XapiStatement, 'id' | 'statement'>;

const dueNow = ({ sql }: DomainContext): Promise<Due[]> =>
  sql.query<Due>(`select id, statement from xapi_statement where next_try_at <= now() order by next_try_at limit ${BATCH}`);

async function settle(context: DomainContext, due: readonly Due[], taken: Taken): Promise<void> {
  const ids = due.map(({ id }) => id);
  if (taken.outcome === 'taken') {
    await context.write('delete from xapi_statement where id = any($1::uuid[])', [ids]);
    return;
  }
  context.log.warn(
    { why: taken.why, statements: ids.length },
    `the learning record store takes statements ${taken.outcome === 'later' ? 'another time' : 'not at all'}`,
  );
  await context.write(
    `update xapi_statement set attempts = attempts + 1, refusal = $2,
       next_try_at = case when $3 then now() + make_interval(secs => least($4 * power(2, least(attempts, 20)), $5)) end
     where id = any($1::uuid[])`,
    [ids, taken.why, taken.outcome === 'later', FIRST_WAIT, LONGEST_WAIT],
  );
}
