import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { currentTraceparent, newTraceparent, runTraced } from '../observability/index.ts';
import { startTestSubgraph, type TestSubgraph } from '../testing/index.ts';
import { notes } from '../testing/notes/notes-domain.ts';
import { type Job, job } from './job.ts';
import { nextRun, type RunningJobs, runJobs } from './run-jobs.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(notes);
});
afterAll(() => subgraph.stop());

let replicas: RunningJobs[] = [];
afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  replicas = [];
});

/** Another process that has this job. Unless it is woken, it looks after it by itself, at some moment within two seconds. */
function start(work: Job): RunningJobs {
  const replica = runJobs([work], () => subgraph.context());
  replicas.push(replica);
  return replica;
}

/** A job that stays at work until it is let go. */
function holding(name: string) {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  let runs = 0;
  const work = job(name, 3_600_000, async () => {
    runs += 1;
    begun.resolve();
    await end.promise;
  });
  return { work, begun: begun.promise, end: end.resolve, runs: () => runs };
}

const leaseOf = async (name: string) =>
  (
    await subgraph.sql.query<{ held: boolean; ended: boolean }>(
      'select held_until > now() as held, last_ended_at is not null as ended from job_lease where name = $1',
      [name],
    )
  )[0];

test('while one replica is at it, another one passes', async () => {
  const { work, begun, end, runs } = holding('one-at-a-time');
  const first = start(work);
  first.wake(work.name);
  await begun;
  const second = start(work);
  expect(await leaseOf(work.name)).toEqual({ held: true, ended: false });
  second.wake(work.name);
  await second.stop();
  expect(runs()).toBe(1);
  end();
  await first.stop();
  expect(await leaseOf(work.name)).toEqual({ held: false, ended: true });
});

test('woken while it runs, it looks once more, however often it was woken', async () => {
  const again = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  let runs = 0;
  const work = job('woken', 3_600_000, async () => {
    runs += 1;
    begun.resolve();
    if (runs === 1) await gate.promise;
    else again.resolve();
  });
  const replica = start(work);
  replica.wake(work.name);
  await begun.promise;
  for (let times = 0; times < 10; times++) replica.wake(work.name);
  gate.resolve();
  await again.promise;
  await replica.stop();
  expect(runs).toBe(2);
});

test('a run is no part of the request that woke it, and no run after it is', async () => {
  const twice = Promise.withResolvers<void>();
  const traces: [of: string | undefined, context: string][] = [];
  const work = job('traced', 20, async ({ traceparent }) => {
    traces.push([currentTraceparent(), traceparent]);
    if (traces.length > 1) twice.resolve();
  });
  const replica = start(work);
  runTraced(newTraceparent(), () => replica.wake(work.name));
  await twice.promise;
  await replica.stop();
  for (const [of, context] of traces) expect(of).toBe(context);
  expect(traces[0]![0]).not.toBe(traces[1]![0]);
});

test('a job that fails gives its lease back, and the process lives on', async () => {
  const work = job('failing', 3_600_000, async () => {
    throw new Error('not this time');
  });
  const replica = start(work);
  replica.wake(work.name);
  await replica.stop();
  expect(await leaseOf(work.name)).toEqual({ held: false, ended: true });
});

test('a lease that ran out, as a dead process leaves it, is taken over', async () => {
  const { work, end, runs } = holding('taken-over');
  await subgraph.sql.query(`insert into job_lease (name, holder, held_until) values ($1, gen_random_uuid(), now() - interval '1 second')`, [
    work.name,
  ]);
  end();
  const replica = start(work);
  replica.wake(work.name);
  await replica.stop();
  expect(runs()).toBe(1);
});

test('woken while a lease is held that nobody will give back, it looks again when that has run out', async () => {
  const { work, begun, end } = holding('woken-meanwhile');
  await subgraph.sql.query(
    `insert into job_lease (name, holder, held_until, last_ended_at) values ($1, gen_random_uuid(), now() + interval '3 seconds', now())`,
    [work.name],
  );
  end();
  const replica = start(work);
  replica.wake(work.name);
  await begun;
  await replica.stop();
});

test('what failed is tried again soon, though it comes round but once a day', () => {
  const daily = 86_400_000;
  expect(nextRun(daily, 'failed')).toEqual({ inMs: 30_000, woken: true });
  expect(nextRun(1_000, 'failed')).toEqual({ inMs: 1_000, woken: true });
  for (const run of ['done', 'passed'] as const) {
    const { inMs, woken } = nextRun(daily, run);
    expect(woken).toBe(false);
    expect(Math.abs(inMs - daily)).toBeLessThanOrEqual(daily / 10);
  }
});

test('a run is told when its replica stops', async () => {
  const begun = Promise.withResolvers<void>();
  const work = job('long', 3_600_000, async (_context, stopping) => {
    begun.resolve();
    await new Promise<void>((resolve) => stopping.addEventListener('abort', () => resolve()));
  });
  const replica = start(work);
  replica.wake(work.name);
  await begun.promise;
  await replica.stop();
  expect(await leaseOf(work.name)).toEqual({ held: false, ended: true });
});

test('one that is stopped waits for its run, and starts no other', async () => {
  const { work, begun, end, runs } = holding('stopping');
  const replica = start(work);
  replica.wake(work.name);
  await begun;
  const stopped = replica.stop();
  replica.wake(work.name);
  end();
  await stopped;
  expect(runs()).toBe(1);
});
