import { createContext, Script } from 'node:vm';
import type { Planner, QueryPlan } from './planner.ts';

/** Planning took longer than it may. */
export class PlanningTimeout extends Error {}

/** A plan takes milliseconds, and when the process is new and busy some hundreds of them. */
const MOST_MS = 3_000;

/** As often as a plan is tried for which a busy machine has left no time. */
const TRIES = 5;

/**
 * Ends a planner that would go on for minutes, or for ever, with one operation: Apollo's does with some that defer, and while it plans
 * nobody else is answered. Only a script can be stopped from outside, so planning is called from one.
 */
export function boundedPlanner(planner: Planner, mostMs = MOST_MS): Planner {
  const inside: { plan?: () => QueryPlan } = {};
  const context = createContext(inside);
  const script = new Script('plan()');
  return {
    plan(...asked) {
      inside.plan = () => planner.plan(...asked);
      try {
        return bounded(() => script.runInContext(context, { timeout: mostMs }) as QueryPlan, mostMs);
      } finally {
        delete inside.plan;
      }
    },
  };
}

/** The bound is on the clock, and somebody else may have had the time: only what has used it up itself is refused. */
function bounded(run: () => QueryPlan, mostMs: number): QueryPlan {
  for (let tries = 1; ; tries++) {
    const before = process.cpuUsage();
    try {
      return run();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      const { user, system } = process.cpuUsage(before);
      const starved = (user + system) / 1_000 < mostMs / 2;
      if (!starved || tries === TRIES) throw new PlanningTimeout(`no plan was found in ${mostMs} ms`, { cause: error });
    }
  }
}
