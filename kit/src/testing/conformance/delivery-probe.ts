import { armCrashPoint, type CrashPointName, CrashPointReached, disarmCrashPoints, type EventEnvelope } from '../../events/index.ts';
import type { EventHandler } from '../../handlers/index.ts';
import { exampleOf } from '../example/example-of.ts';
import { rowCounts } from '../row-counts.ts';
import { changedTables } from '../table-state.ts';
import type { TestSubgraph } from '../test-subgraph.ts';
import type { Probe, Subject } from './probe.ts';

/** Delivers each event with a process dying at the worst moments, twice, twice at once, and from a newer publisher. */
export const deliveryProbe: Probe = {
  name: 'each event has its effect once, whenever a process dies and however often it comes',
  async faults(subject) {
    const faults: string[] = [];
    // Those that hand over and forget what is held of people are the same in every domain, and are tested where they are made.
    const shared = new Set(subject.manifest.personalData?.handlers);
    for (const handler of subject.manifest.handlers.filter((each) => !shared.has(each))) {
      const about = (fault: string): string => `${handler.contract.name}: ${fault}`;
      const unsafe = await dying(subject, handler);
      faults.push(...unsafe.map(about));
      // What cannot be handled at all would only be told again.
      if (unsafe.length > 0) continue;
      for (const check of [twiceAtOnce, fromNewerPublisher]) faults.push(...(await check(subject, handler)).map(about));
    }
    return faults;
  },
};

/** An event that has an effect, and what it takes for that. */
async function prepare({ subgraph, options }: Subject, { contract }: EventHandler): Promise<EventEnvelope> {
  const prepared = options.deliveries?.find((delivery) => delivery.contract.name === contract.name);
  return subgraph.envelope(contract, (prepared ? await prepared.payload(subgraph) : exampleOf(contract.payload)) as never);
}

async function dying(subject: Subject, handler: EventHandler): Promise<string[]> {
  const { subgraph } = subject;
  const event = await prepare(subject, handler);
  const before = await subgraph.state();
  const faults: string[] = [];
  if (!(await dies(subgraph, event, 'consume.before-commit')))
    return ['its handler does not get as far as its commit: give a delivery in `deliveries`, with all that it needs'];
  const halfDone = changedTables(before, await subgraph.state());
  if (halfDone.length > 0) faults.push(`dying before the commit leaves traces in ${halfDone.join(', ')}`);

  if (!(await dies(subgraph, event, 'consume.after-commit'))) faults.push('no process can die after the commit');
  const done = await subgraph.state();
  const effect = changedTables(before, done).filter((table) => table !== 'inbox');
  if (effect.length === 0) faults.push('it has no effect, so nothing is proved: give a delivery in `deliveries`');
  for (const time of ['second', 'third']) {
    const { outcome } = await subgraph.deliverEnvelope(handler.contract.domain, event);
    if (outcome !== 'done') faults.push(`the ${time} delivery is answered ${outcome}`);
    const again = changedTables(done, await subgraph.state());
    if (again.length > 0) faults.push(`the ${time} delivery has an effect again, on ${again.join(', ')}`);
  }
  return faults;
}

async function dies(subgraph: TestSubgraph, event: EventEnvelope, where: CrashPointName): Promise<boolean> {
  armCrashPoint(where);
  try {
    await subgraph.deliverEnvelope(event.name.split('.')[0]!, event);
    return false;
  } catch (error) {
    if (error instanceof CrashPointReached) return true;
    throw error;
  } finally {
    disarmCrashPoints();
  }
}

/** Two replicas get the same event, as they do when an acknowledgement was lost. */
async function twiceAtOnce(subject: Subject, handler: EventHandler): Promise<string[]> {
  const { subgraph } = subject;
  const growth = async (times: number): Promise<string> => {
    const event = await prepare(subject, handler);
    const before = await rowCounts(subgraph.sql);
    await Promise.all(Array.from({ length: times }, () => subgraph.deliverEnvelope(handler.contract.domain, event)));
    const after = await rowCounts(subgraph.sql);
    return JSON.stringify(
      Object.fromEntries(
        Object.entries(after)
          .map(([table, count]) => [table, count - (before[table] ?? 0)])
          .filter(([, more]) => more !== 0),
      ),
    );
  };
  const [once, twice] = [await growth(1), await growth(2)];
  return once === twice ? [] : [`delivered twice at once it leaves ${twice}, and once ${once}`];
}

/** A publisher that was brought up to date first says more than this version knows. */
async function fromNewerPublisher(subject: Subject, handler: EventHandler): Promise<string[]> {
  const { subgraph } = subject;
  const event = await prepare(subject, handler);
  const newer = { ...event, payload: { ...(event.payload as object), somethingNew: { of: 'tomorrow' } } };
  const { outcome } = await subgraph.deliverEnvelope(handler.contract.domain, newer);
  const letters = await subgraph.sql.query('select 1 from dead_letter where event_id = $1', [event.id]);
  return outcome === 'done' && letters.length === 0 ? [] : [`with a field that it does not know it is answered ${outcome}`];
}
