import { setImmediate as breathe } from 'node:timers/promises';
import type { Graph } from '../graph.ts';

/** So many plans are made before the switch, and for so long; the rest are made when they are asked for. */
export interface WarmUpLimits {
  readonly maxPlans: number;
  readonly maxMs: number;
}

/** An operation that was asked for on the graph of before no longer fits the schema. */
export interface WarmUpOutcome {
  readonly planned: number;
  /** Names of operations that clients have sent and that are not valid any more. */
  readonly invalid: readonly string[];
}

/**
 * Plans on `next` what was asked for most often on `before`, for the same kinds of callers. Requests are answered in between.
 * Throws what the planner throws: a supergraph that cannot be planned for must not be served.
 */
export async function warmUp(next: Graph, before: Graph, { maxPlans, maxMs }: WarmUpLimits): Promise<WarmUpOutcome> {
  const endsAtMs = Date.now() + maxMs;
  const invalid = new Set<string>();
  let planned = 0;
  for (const { operation, identity, variant } of hottest(before).slice(0, maxPlans)) {
    if (Date.now() >= endsAtMs) break;
    await breathe();
    const prepared = next.operations.prepare(operation.text, operation.operationName, identity);
    if ('errors' in prepared) {
      invalid.add(operation.operation.name?.value ?? '(unnamed)');
      continue;
    }
    const lack = variant.lack && prepared.access?.lackLike(variant.lack);
    // What was wanted long ago counts for less and less.
    const request = { lack, takesParts: variant.deferrals !== undefined, overrides: variant.overrides };
    prepared.variants.for(variant.conditions, request).uses += Math.floor(variant.uses / 2);
    planned++;
  }
  return { planned, invalid: [...invalid] };
}

function hottest({ operations, documents }: Graph) {
  const known = [...operations.prepared(documents.stored())];
  const plans = known.flatMap((each) => [...each.operation.variants.planned()].map((variant) => ({ ...each, variant })));
  return plans.filter(({ variant }) => variant.uses > 0).sort((left, right) => right.variant.uses - left.variant.uses);
}
