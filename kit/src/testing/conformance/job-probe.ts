import { type Job, runJobs } from '../../jobs/index.ts';
import type { Probe, Subject } from './probe.ts';

/** Wakes each job on two replicas, and runs it beside itself. */
export const jobProbe: Probe = {
  name: 'jobs run on one replica at a time, and can be run again at any moment',
  async faults(subject) {
    const faults: string[] = [];
    // What tells of staff is the same in every domain, and is tested where it is made.
    const shared = new Set(subject.manifest.staffActs?.jobs);
    for (const job of subject.manifest.jobs.filter((each) => !shared.has(each)))
      faults.push(...(await leased(subject, job)), ...(await harmless(subject, job)));
    return faults;
  },
};

/** The second replica comes while the first is at work, and goes away again before the first has ended. */
async function leased({ subgraph }: Subject, job: Job): Promise<string[]> {
  const atWork = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  let runs = 0;
  const watched: Job = {
    ...job,
    run: async (context) => {
      runs += 1;
      if (runs > 1) return;
      // Whether the job itself succeeds is another question than whether it is alone.
      await Promise.resolve(job.run(context)).catch(() => undefined);
      atWork.resolve();
      await mayEnd.promise;
    },
  };
  const replica = () => runJobs([watched], () => subgraph.context());
  const first = replica();
  first.wake(job.name);
  await atWork.promise;
  // Not sooner: replicas look after their jobs by themselves too, and it could have come first.
  const second = replica();
  second.wake(job.name);
  await second.stop();
  mayEnd.resolve();
  await first.stop();
  return runs > 1 ? [`${job.name} ran on two replicas at a time`] : [];
}

/** A process that was thought dead may come back in the middle of its successor's run. */
async function harmless({ subgraph }: Subject, job: Job): Promise<string[]> {
  const runs = await Promise.allSettled([subgraph.run(job), subgraph.run(job), subgraph.run(job)]);
  return runs.flatMap((run) => (run.status === 'rejected' ? [`${job.name} fails beside itself: ${String(run.reason)}`] : []));
}
