import { job, minutes } from '@stoa/kit/jobs';
import { newId } from '@stoa/kit/persistence';
import type { DomainContext } from '@stoa/kit/use-case';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { describeSellers } from '@stoa/schema/commands/identity';
import { readOrderNumbers } from '@stoa/schema/commands/orders';

/** Questions about nothing: all that is measured is the way there and back. */
const QUESTIONS: readonly ((context: DomainContext) => Promise<unknown>)[] = [
  (context) => context.call(describeVariants, { variantIds: [] }),
  (context) => context.call(describeSellers, { sellerIds: [] }),
  (context) => context.call(readOrderNumbers, { orderIds: [] }),
];

/** Measures how long services take to answer each other, by asking some of them. One that gives no answer is no matter of time. */
export const probeCommands = job('analytics.probeCommands', minutes(1), async (context) => {
  const took: { id: string; ms: number }[] = [];
  for (const ask of QUESTIONS) {
    const beganAt = performance.now();
    const answered = await ask(context).then(
      () => true,
      () => false,
    );
    if (answered) took.push({ id: newId(), ms: performance.now() - beganAt });
  }
  await context.write(
    `insert into duration (id, kind, at, ms) select id, 'COMMAND', now(), ms from jsonb_to_recordset($1) as took (id uuid, ms float8)`,
    [JSON.stringify(took)],
  );
});
