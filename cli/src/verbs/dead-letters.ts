import { LocalFirstTransport } from '@stoa/kit/commands';
import { type DeadLetter, discardDeadLetter, listDeadLetters, type ReplayResult, replayDeadLetter } from '@stoa/kit/events';
import { createLog } from '@stoa/kit/observability';
import { Domain, eventRun } from '@stoa/kit/subgraph';
import type { Configuration } from '../configuration.ts';
import { inDatabase, reachableDatabaseUrl } from '../reach-database.ts';
import { environmentWithSandboxes } from '../sandbox-environment.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';
import { loadManifests, subgraphNames } from '../workspace.ts';

/** A dead letter, and the domain that could not handle it. */
interface Found {
  readonly domain: string;
  readonly letter: DeadLetter;
}

/** More than that in one domain is one fault many times; what was shown is replayed, and the rest is shown then. */
const AT_ONCE = 1_000;
const EVENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Shows the events that could not be handled, has them handled again, or gives them up. The subgraphs may run meanwhile or not. */
export async function run({ words, flags, configuration }: Invocation): Promise<void> {
  const [what, ...more] = words;
  if (more.length > 0 || !['list', 'replay', 'discard'].includes(what ?? ''))
    throw new UsageError('what there is: `stoa dead-letters list`, `replay` and `discard`');
  const { domain, id } = flags as { domain?: string; id?: string };
  if (domain !== undefined && !subgraphNames().includes(domain))
    throw new UsageError(`there is no subgraph ${domain}; there are ${subgraphNames().join(', ')}`);
  if (id !== undefined && !EVENT_ID.test(id)) throw new UsageError('--id must be the id of an event, as the list shows it');
  if (what === 'replay' && !domain && !id) throw new UsageError('a replay needs --id, or --domain for all of a domain');
  if (what === 'discard' && !id) throw new UsageError('what is discarded is given up for good, so it needs --id');
  const found = await find(configuration, domain ? [domain] : subgraphNames(), id);
  if (what === 'list') return list(found);
  if (id && found.length === 0) throw new UsageError(`there is no dead letter of event ${id}`);
  if (what === 'discard' && found.length > 1)
    throw new UsageError(
      `event ${id} is a dead letter in ${found.map((each) => each.domain).join(', ')}; --domain says in which to discard it`,
    );
  await handleAgain(configuration, id ? found : found.filter(({ letter }) => letter.state === 'dead'), what === 'discard');
}

async function find(configuration: Configuration, domains: readonly string[], id: string | undefined): Promise<Found[]> {
  const lists = await Promise.all(
    domains.map(async (domain) => {
      const letters = await inDatabase(domain, configuration, (database) => listDeadLetters(database, { limit: AT_ONCE, id }));
      return letters.map((letter) => ({ domain, letter }));
    }),
  );
  return lists.flat();
}

function list(found: readonly Found[]): void {
  for (const { domain, letter } of found) {
    const { envelope, state, attempts, since, lastError } = letter;
    const why = state === 'waiting' ? 'behind an earlier one' : `${attempts} tries, ${lastError?.split('\n')[0] ?? ''}`;
    const about = `${envelope.name} v${envelope.version} of ${envelope.aggregateType} ${envelope.aggregateId}`;
    console.log(`${domain}  ${state.padEnd('waiting'.length)}  ${envelope.id}  since ${since}  ${about}: ${why}`);
  }
  console.log(found.length === 0 ? 'there are no dead letters' : `${found.length} in all`);
}

async function handleAgain(configuration: Configuration, found: readonly Found[], discard: boolean): Promise<void> {
  let stopped = 0;
  for (const name of new Set(found.map(({ domain }) => domain))) {
    const domain = await openDomain(name, configuration);
    try {
      for (const { letter } of found.filter((each) => each.domain === name)) {
        const again = discard ? discardDeadLetter : replayDeadLetter;
        const result = await again(domain.database, eventRun(domain), letter.envelope.id);
        console.log(`${name}: ${discard ? `discarded ${letter.envelope.id}, ` : ''}${told(result)}`);
        if (result.stoppedBy) stopped += 1;
      }
    } finally {
      await domain.close();
    }
  }
  if (stopped > 0) throw new Error('some could not be handled; they stay dead letters');
  if (found.length === 0) console.log('there are no dead letters');
}

function told({ replayed, stoppedBy, waiting }: ReplayResult): string {
  const handled = `handled ${replayed}`;
  return stoppedBy ? `${handled}, then ${stoppedBy.eventId} failed: ${stoppedBy.error.split('\n')[0]}; ${waiting} wait behind it` : handled;
}

/**
 * The domain's own code on its own database, as a replica would have it, without relay, consumers and jobs: a running one carries
 * what the handlers write. Handlers ask nobody, so no other domain is needed.
 */
async function openDomain(name: string, configuration: Configuration): Promise<Domain> {
  const [manifest] = await loadManifests([name]);
  return Domain.open(manifest!, {
    databaseUrl: reachableDatabaseUrl(name, configuration),
    poolSize: 2,
    environment: environmentWithSandboxes(configuration),
    commands: new LocalFirstTransport(undefined),
    log: createLog('stoa', 'warn'),
    wakeRelay: () => undefined,
  });
}
