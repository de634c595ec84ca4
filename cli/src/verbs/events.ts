import { listForgotten, requestRebuild, requestReplay } from '@stoa/kit/events';
import { inDatabase } from '../reach-database.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';
import { loadManifests, subgraphNames } from '../workspace.ts';

/** Both are asked for by a row in a database, so neither subgraph needs to run at that moment. */
export async function run(invocation: Invocation): Promise<void> {
  const what = invocation.words.join(' ');
  if (what === 'replay') return replay(invocation);
  if (what === 'rebuild') return rebuild(invocation);
  if (what === 'forgotten') return forgotten(invocation);
  throw new UsageError(
    'what there is: `stoa events replay --from <publisher> --to <consumer>`, `stoa events rebuild` and `stoa events forgotten --from <publisher>`',
  );
}

/** Shows what others have heard of a domain that it does not know any more itself, nor has told again since. */
async function forgotten({ flags, configuration }: Invocation): Promise<void> {
  const { from } = flags;
  if (typeof from !== 'string') throw new UsageError('what is forgotten needs --from, the subgraph whose database was set back');
  checkNames([from]);
  const events = await inDatabase(from, configuration, listForgotten);
  for (const { id, name, aggregateType, aggregateId, aggregateVersion } of events)
    console.log(`${id}  ${name}, version ${aggregateVersion} of ${aggregateType} ${aggregateId}`);
  console.log(events.length === 0 ? `${from} has forgotten nothing` : `${events.length} in all`);
}

/** Asks for a subgraph's events again, for one consumer. */
async function replay({ flags, configuration }: Invocation): Promise<void> {
  const { from, to, after = '0' } = flags;
  if (typeof from !== 'string' || typeof to !== 'string') throw new UsageError('a replay needs --from and --to');
  checkNames([from, to]);
  if (!/^\d+$/.test(String(after))) throw new UsageError('--after must be a place in the stream, 0 for all of it');
  const [consumer] = await loadManifests([to]);
  if (!consumer?.handlers.some(({ contract }) => contract.domain === from)) throw new UsageError(`${to} handles no events of ${from}`);
  await inDatabase(to, configuration, (database) => requestReplay(database, from, { after: Number(after) }));
  console.log(`${to} reads the events of ${from} again, from after place ${after}; a running one begins within some seconds`);
}

/** Decides an alarm for the outbox. Without an alarm there is nothing to decide, and the stream is left alone. */
async function rebuild({ flags, configuration }: Invocation): Promise<void> {
  const { from } = flags;
  if (typeof from !== 'string') throw new UsageError('a rebuilding needs --from, the subgraph whose relay is alarmed');
  checkNames([from]);
  const reason = await inDatabase(from, configuration, requestRebuild);
  if (!reason) throw new Error(`The relay of ${from} is not alarmed, so there is nothing to decide.`);
  console.log(`decided: ${reason}\nthe stream of ${from} is made anew from its outbox; a running relay begins within some seconds`);
}

function checkNames(names: readonly string[]): void {
  const wrong = names.find((name) => !subgraphNames().includes(name));
  if (wrong) throw new UsageError(`there is no subgraph ${wrong}; there are ${subgraphNames().join(', ')}`);
}
