import { type Job, runJobs } from '../../jobs/index.ts';
import type { Probe, Subject } from './probe.ts';

/** Long enough for a second replica to come into the first one's way, if nothing holds it back. */
const OVERLAP_MS = 100;

/** Wakes each job on two replicas at the same moment. */
export const jobProbe: Probe = {
  name: 'jobs run on one replica at a time, and can be run again at any moment',
  async faults(subject) {
    const faults: string[] = [];
    for (const job of subject.manifest.jobs) faults.push(...(await leased(subject, job)), ...(await harmless(subject, job)));
    return faults;
  },
};

async function leased({ subgraph }: Subject, job: Job): Promise<string[]> {
  let atWork = 0;
  let runs = 0;
  let together = false;
  const watched: Job = {
    ...job,
    run: async (context) => {
      runs += 1;
      atWork += 1;
      together ||= atWork > 1;
      try {
        await job.run(context);
        await new Promise((resolve) => setTimeout(resolve, OVERLAP_MS));
      } finally {
        atWork -= 1;
      }
    },
  };
  const replicas = [1, 2].map(() => runJobs([watched], () => subgraph.context()));
  for (const replica of replicas) replica.wake(job.name);
  await Promise.all(replicas.map((replica) => replica.stop()));
  if (runs === 0) return [`${job.name} did not run at all`];
  return together ? [`${job.name} ran on two replicas at a time`] : [];
}

/** A process that was thought dead may come back in the middle of its successor's run. */
async function harmless({ subgraph }: Subject, job: Job): Promise<string[]> {
  const runs = await Promise.allSettled([subgraph.run(job), subgraph.run(job), subgraph.run(job)]);
  return runs.flatMap((run) => (run.status === 'rejected' ? [`${job.name} fails beside itself: ${String(run.reason)}`] : []));
}
