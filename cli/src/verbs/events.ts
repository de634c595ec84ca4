import { requestReplay } from '@stoa/kit/events';
import { inDatabase } from '../reach-database.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';
import { loadManifests, subgraphNames } from '../workspace.ts';

/** Asks for a subgraph's events again, for one consumer. The request is a row in the consumer's database, so it need not run. */
export async function run({ words, flags, configuration }: Invocation): Promise<void> {
  const { from, to, after = '0' } = flags;
  if (words.join(' ') !== 'replay') throw new UsageError('what there is: `stoa events replay --from <publisher> --to <consumer>`');
  if (typeof from !== 'string' || typeof to !== 'string') throw new UsageError('a replay needs --from and --to');
  const wrong = [from, to].find((name) => !subgraphNames().includes(name));
  if (wrong) throw new UsageError(`there is no subgraph ${wrong}; there are ${subgraphNames().join(', ')}`);
  if (!/^\d+$/.test(String(after))) throw new UsageError('--after must be a place in the stream, 0 for all of it');
  const [consumer] = await loadManifests([to]);
  if (!consumer?.handlers.some(({ contract }) => contract.domain === from)) throw new UsageError(`${to} handles no events of ${from}`);
  await inDatabase(to, configuration, (database) => requestReplay(database, from, { after: Number(after) }));
  console.log(`${to} reads the events of ${from} again, from after place ${after}; a running one begins within some seconds`);
}
