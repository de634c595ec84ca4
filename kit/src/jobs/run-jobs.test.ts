import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { startTestSubgraph, type TestSubgraph } from '../testing/index.ts';
import { notes } from '../testing/notes/notes-domain.ts';
import { type Job, job } from './job.ts';
import { type RunningJobs, runJobs } from './run-jobs.ts';

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

/** So many processes that all have this job. */
function start(work: Job, count: number): RunningJobs[] {
  replicas = Array.from({ length: count }, () => runJobs([work], () => subgraph.context()));
  return replicas;
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
  const [first, second] = start(work, 2);
  first!.wake(work.name);
  await begun;
  expect(await leaseOf(work.name)).toEqual({ held: true, ended: false });
  second!.wake(work.name);
  await second!.stop();
  expect(runs()).toBe(1);
  end();
  await first!.stop();
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
  const [replica] = start(work, 1);
  replica!.wake(work.name);
  await begun.promise;
  for (let times = 0; times < 10; times++) replica!.wake(work.name);
  gate.resolve();
  await again.promise;
  await replica!.stop();
  expect(runs).toBe(2);
});

test('a job that fails gives its lease back, and the process lives on', async () => {
  const work = job('failing', 3_600_000, async () => {
    throw new Error('not this time');
  });
  const [replica] = start(work, 1);
  replica!.wake(work.name);
  await replica!.stop();
  expect(await leaseOf(work.name)).toEqual({ held: false, ended: true });
});

test('a lease that ran out, as a dead process leaves it, is taken over', async () => {
  const { work, end, runs } = holding('taken-over');
  await subgraph.sql.query(`insert into job_lease (name, holder, held_until) values ($1, gen_random_uuid(), now() - interval '1 second')`, [
    work.name,
  ]);
  end();
  const [replica] = start(work, 1);
  replica!.wake(work.name);
  await replica!.stop();
  expect(runs()).toBe(1);
});

test('one that is stopped waits for its run, and starts no other', async () => {
  const { work, begun, end, runs } = holding('stopping');
  const [replica] = start(work, 1);
  replica!.wake(work.name);
  await begun;
  const stopped = replica!.stop();
  replica!.wake(work.name);
  end();
  await stopped;
  expect(runs()).toBe(1);
});
