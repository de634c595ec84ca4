import type { Planner } from '../plan/planner.ts';
import type { GatewayFigures } from './gateway-figures.ts';

/** The same planner, with what it makes counted. */
export function timedPlanner(planner: Planner, figures: GatewayFigures): Planner {
  return {
    plan(...operation) {
      const beganAtMs = performance.now();
      try {
        return planner.plan(...operation);
      } finally {
        figures.plansMade.add();
        figures.planDuration.observeMs(performance.now() - beganAtMs);
      }
    },
  };
}
