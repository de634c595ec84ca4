import type { FetchStep } from './compile-plan.ts';
import type { DataRecord } from './data.ts';
import type { Failure } from './failure.ts';
import { type FetchShape, onlyFields } from './fetch-shape.ts';
import { withoutFields } from './partial-fetch.ts';
import type { BuildRepresentation, MissingInput } from './representation.ts';

/** Entities that one call asks about. */
export interface EntityGroup {
  readonly step: FetchStep;
  /** Each once, however many objects it stands for, so that a subgraph is asked about each entity once. */
  readonly representations: DataRecord[];
  /** The objects that each representation stands for. */
  readonly targets: DataRecord[][];
}

type OnLost = (target: DataRecord, shape: FetchShape, failure: Failure) => void;

/**
 * Sorts objects into the calls that ask about them: one call, mostly.
 *
 * Where the input of a computed field could not be had, only that field is left out and given the input's failure;
 * where a key could not be had, nothing can be asked.
 */
export function groupEntities(
  step: FetchStep,
  build: BuildRepresentation,
  targets: readonly DataRecord[],
  onLost: OnLost,
): readonly EntityGroup[] {
  const groups = new Map<FetchStep, { group: EntityGroup; known: Map<string, DataRecord[]> }>();
  for (const target of targets) {
    const built = build(target);
    if (!built) continue;
    const { representation, missing } = built;
    const askable = missing ? withoutDependents(step, target, missing, onLost) : step;
    if (!askable) continue;
    step.rewriteInput?.(representation);
    let entry = groups.get(askable);
    if (!entry) groups.set(askable, (entry = { group: { step: askable, representations: [], targets: [] }, known: new Map() }));
    const identity = JSON.stringify(representation);
    const same = entry.known.get(identity);
    if (same) {
      same.push(target);
      continue;
    }
    const first = [target];
    entry.known.set(identity, first);
    entry.group.representations.push(representation);
    entry.group.targets.push(first);
  }
  return [...groups.values()].map(({ group }) => group);
}

/** What can still be asked about an object; undefined when nothing can. */
function withoutDependents(
  step: FetchStep,
  target: DataRecord,
  missing: ReadonlyMap<string, MissingInput>,
  onLost: OnLost,
): FetchStep | undefined {
  const leftOut = new Set<string>();
  for (const [input, { cause }] of missing) {
    const dependents = step.dependents(String(target['__typename']), input);
    const shape = dependents.size > 0 ? onlyFields(step.shape(), dependents) : step.shape();
    if (cause) onLost(target, shape, cause.at(undefined));
    if (dependents.size === 0) return undefined;
    for (const name of dependents) leftOut.add(name);
  }
  return withoutFields(step, leftOut);
}
