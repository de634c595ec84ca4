import type { FetchStep } from './compile-plan.ts';
import type { Variables } from './conditions.ts';
import { type DataRecord, isRecord } from './data.ts';
import type { Failure } from './failure.ts';
import { type FetchShape, onlyFields } from './fetch-shape.ts';
import { withoutFields } from './partial-fetch.ts';
import type { MissingInput } from './representation.ts';
import type { CallPart, Place } from './schedule-calls.ts';

/** Entities that one operation asks about. */
export interface EntityGroup {
  readonly step: FetchStep;
  /** In JSON; each once, however many objects it stands for, so that a subgraph is asked about each entity once. */
  readonly representations: string[];
  /** The objects that each representation stands for. */
  readonly targets: DataRecord[][];
}

type OnLost = (target: DataRecord, shape: FetchShape, failure: Failure) => void;

interface Known {
  readonly targets: DataRecord[];
  /** An object at `place` of which nothing is known but what the representation says. */
  bare: DataRecord | undefined;
  place: Place | undefined;
}

/** The objects at the places, each once, where the conditions hold. */
export function targetsOf({ places }: CallPart, data: DataRecord, variables: Variables): DataRecord[] {
  const found = new Set<DataRecord>();
  for (const place of places) if (isAsked(place, variables)) walk(data, place.path, 0, data, '', (target) => found.add(target));
  return [...found];
}

/**
 * Sorts the objects of a part into the operations that ask about them: one, mostly.
 *
 * Where the input of a computed field could not be had, only that field is left out and given the input's failure;
 * where a key could not be had, nothing can be asked.
 */
export class EntityGrouping {
  readonly groups: EntityGroup[] = [];
  readonly #seen = new Set<DataRecord>();
  readonly #known = new Map<FetchStep, { group: EntityGroup; known: Map<string, Known> }>();

  constructor(
    readonly step: FetchStep,
    /** Objects that stand in several places; those that are found to are added. */
    readonly shared: Set<DataRecord>,
    readonly onLost: OnLost,
  ) {}

  collect({ places }: CallPart, data: DataRecord, variables: Variables): readonly EntityGroup[] {
    for (const place of places) {
      if (!isAsked(place, variables)) continue;
      walk(data, place.path, 0, data, '', (target, holder, key) => this.#add(target, holder, key, place));
    }
    return this.groups;
  }

  #add(target: DataRecord, holder: DataRecord, key: string | number, place: Place): void {
    if (this.#seen.has(target)) return;
    const typename = target['__typename'];
    const flat = this.step.rewriteInput || typeof typename !== 'string' ? undefined : this.step.representations!.flat(typename);
    if (flat && !flat.isWanted) return;
    const text = flat?.write(target);
    if (!flat || text === undefined) return this.#addCarefully(target);
    const isBare = flat.isWhole(target);
    const known = this.#find(this.step, text);
    if (isBare && known.bare && known.place === place) {
      // Alike now and asked alike from here on, so one object can stand in both places, and is completed and written once.
      holder[key] = known.bare;
      this.shared.add(known.bare);
      return;
    }
    if (isBare) {
      known.bare = target;
      known.place = place;
    }
    this.#seen.add(target);
    known.targets.push(target);
  }

  #addCarefully(target: DataRecord): void {
    this.#seen.add(target);
    const { step } = this;
    const built = step.representations!.build(target);
    if (!built) return;
    const { representation, missing } = built;
    const askable = missing ? withoutDependents(step, target, missing, this.onLost) : step;
    if (!askable) return;
    step.rewriteInput?.(representation);
    this.#find(askable, JSON.stringify(representation)).targets.push(target);
  }

  #find(step: FetchStep, text: string): Known {
    let entry = this.#known.get(step);
    if (!entry) {
      entry = { group: { step, representations: [], targets: [] }, known: new Map() };
      this.#known.set(step, entry);
      this.groups.push(entry.group);
    }
    let known = entry.known.get(text);
    if (!known) {
      entry.known.set(text, (known = { targets: [], bare: undefined, place: undefined }));
      entry.group.representations.push(text);
      entry.group.targets.push(known.targets);
    }
    return known;
  }
}

const isAsked = ({ conditions }: Place, variables: Variables): boolean =>
  conditions.every(({ variable, wanted }) => (variables[variable] === true) === wanted);

type Visit = (target: DataRecord, holder: DataRecord, key: string | number) => void;

/** Visits the objects at the end of `path`. Where the path ends early there are none. */
function walk(value: unknown, path: readonly string[], depth: number, holder: DataRecord, key: string | number, visit: Visit): void {
  if (Array.isArray(value)) {
    const next = path[depth] === '@' ? depth + 1 : depth;
    for (let index = 0; index < value.length; index++) walk(value[index], path, next, value as unknown as DataRecord, index, visit);
  } else if (isRecord(value)) {
    if (depth === path.length) visit(value, holder, key);
    else walk(value[path[depth]!], path, depth + 1, value, path[depth]!, visit);
  }
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
