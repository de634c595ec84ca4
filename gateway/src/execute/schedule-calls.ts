import type { FetchNode } from '../plan/planner.ts';
import type { FetchStep } from './compile-plan.ts';

/** Where in the collected data a fetch's objects are, and under which conditions it is made. */
export interface Place {
  /** `@` goes through a list. */
  readonly path: readonly string[];
  /** The path as one text. */
  readonly key: string;
  readonly conditions: readonly { readonly variable: string; readonly wanted: boolean }[];
}

/** A fetch as the plan has it. */
export interface PlannedFetch {
  node: FetchNode;
  step: FetchStep;
  readonly place: Place;
  /** The number of the `@defer` that it is for; undefined when the first part of the answer needs it. */
  readonly deferral: number | undefined;
  /** Those that must be over before. */
  after: readonly PlannedFetch[];
}

/** One subgraph operation, and all places of the answer that it is for. */
export interface CallPart {
  readonly step: FetchStep;
  readonly places: readonly Place[];
}

/** What is asked of one subgraph at one time, in one request. */
export interface Call {
  readonly parts: readonly CallPart[];
  /** The number of the `@defer` that it is for. */
  readonly deferral: number | undefined;
  /** How many calls must be over before. */
  readonly waitsFor: number;
  /** Positions of the calls that wait for this one. */
  readonly awaitedBy: readonly number[];
}

/**
 * Puts into one call what is asked of one subgraph at the same depth of the plan, so that a subgraph is asked once for each depth.
 *
 * A fetch that nothing waits for is put off to a later call of the same subgraph: the answer has to wait for that one anyway.
 * What is needed at once does not go together with what is deferred.
 */
export function scheduleCalls(fetches: readonly PlannedFetch[]): readonly Call[] {
  const depths = depthsOf(fetches);
  const together = new Map<string, PlannedFetch[]>();
  for (const fetch of [...fetches].sort((left, right) => depths.get(left)! - depths.get(right)!)) {
    const key = fetch.step.representations ? `${depths.get(fetch)} ${calledBy(fetch)}` : `alone ${fetch.step.id}`;
    const known = together.get(key);
    if (known) known.push(fetch);
    else together.set(key, [fetch]);
  }
  const groups = [...together.values()];
  const positions = new Map(groups.flatMap((group, position) => group.map((fetch) => [fetch, position] as const)));
  const waitsFor = groups.map((group) => new Set(group.flatMap(({ after }) => after.map((fetch) => positions.get(fetch)!))));
  return groups.map((group, position) => ({
    parts: partsOf(group),
    deferral: group[0]!.deferral,
    waitsFor: waitsFor[position]!.size,
    awaitedBy: waitsFor.flatMap((waited, other) => (waited.has(position) ? [other] : [])),
  }));
}

/** Only fetches of one subgraph and for one part of the answer go together. */
const calledBy = ({ step, deferral }: PlannedFetch): string => `${step.service} ${deferral ?? ''}`;

function depthsOf(fetches: readonly PlannedFetch[]): Map<PlannedFetch, number> {
  const depths = new Map<PlannedFetch, number>();
  // A plan names what comes before first.
  for (const fetch of fetches) depths.set(fetch, 1 + Math.max(0, ...fetch.after.map((before) => depths.get(before)!)));
  const awaited = new Set(fetches.flatMap(({ after }) => after));
  const isEntityFetch = ({ step }: PlannedFetch): boolean => step.representations !== undefined;
  const deepest = new Map<string, number>();
  for (const fetch of fetches.filter(isEntityFetch)) {
    deepest.set(calledBy(fetch), Math.max(deepest.get(calledBy(fetch)) ?? 0, depths.get(fetch)!));
  }
  for (const fetch of fetches.filter(isEntityFetch)) if (!awaited.has(fetch)) depths.set(fetch, deepest.get(calledBy(fetch))!);
  return depths;
}

/** Fetches that ask the same of different places become one, so that an entity is asked about once for all of them. */
function partsOf(fetches: readonly PlannedFetch[]): readonly CallPart[] {
  const parts = new Map<string, { step: FetchStep; places: Place[] }>();
  for (const { node, step, place } of fetches) {
    // The planner gives each operation a name of its own.
    const operation = node.operation.replace(/^query \w+/, 'query');
    const meaning = JSON.stringify([operation, node.requires, node.inputRewrites, node.outputRewrites, node.contextRewrites]);
    const known = parts.get(meaning);
    if (known) known.places.push(place);
    else parts.set(meaning, { step, places: [place] });
  }
  return [...parts.values()];
}
