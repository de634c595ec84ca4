import type { FetchStep } from './compile-plan.ts';
import type { Variables } from './conditions.ts';
import type { DataRecord } from './data.ts';
import type { Failure } from './failure.ts';
import { type FetchShape, onlyFields } from './fetch-shape.ts';
import type { FlatRepresentation } from './flat-representation.ts';
import { isAsked, type ObjectPlaces } from './object-places.ts';
import { withoutFields } from './partial-fetch.ts';
import type { MissingInput } from './representation.ts';
import type { CallPart, Place } from './schedule-calls.ts';

/** Entities that one operation asks about. */
export interface EntityGroup {
  readonly step: FetchStep;
  readonly places: readonly Place[];
  /** In JSON; each once, however many objects it stands for, so that a subgraph is asked about each entity once. */
  readonly representations: string[];
  /** The objects that each representation stands for. */
  readonly targets: DataRecord[][];
  /** What the operation is given from the ancestors of these objects, by variable. */
  readonly context?: DataRecord;
  /** What it does not ask for, to be said once the answer is there: only then is it known what there is to have lost. */
  readonly lost?: Lost[];
}

export interface Lost {
  readonly target: DataRecord;
  readonly shape: FetchShape;
  readonly failure: Failure;
}

export type OnLost = (target: DataRecord, shape: FetchShape, failure: Failure) => void;

interface Known {
  readonly targets: DataRecord[];
  /** An object at `place` of which nothing is known but what the representation says. */
  bare: DataRecord | undefined;
  place: Place | undefined;
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
  readonly #byText = new Map<FetchStep, Map<string, Known>>();
  readonly #byIdentity = new Map<FlatRepresentation, Map<string, Known>>();

  constructor(
    readonly part: CallPart,
    /** Objects that stand in several places; those that are found to are added. */
    readonly shared: Set<DataRecord>,
    readonly onLost: OnLost,
  ) {}

  collect(places: ObjectPlaces, variables: Variables): readonly EntityGroup[] {
    for (const place of this.part.places)
      if (isAsked(place, variables)) {
        places.visit(place, (target, mayReplace) => this.#add(target, place, mayReplace));
      }
    return this.groups;
  }

  #add(target: DataRecord, place: Place, mayReplace: boolean): DataRecord {
    if (this.#seen.has(target)) return target;
    const { step } = this.part;
    const typename = target['__typename'];
    const flat = step.rewriteInput || typeof typename !== 'string' ? undefined : step.representations!.flat(typename);
    if (flat && !flat.isWanted) return target;
    const known = flat && this.#findFlat(flat, target);
    if (!known) return this.#addCarefully(target);
    if (mayReplace && flat.isWhole(target)) {
      if (known.bare && known.place === place) {
        // Alike now and asked alike from here on, so one object can stand in both places, and is completed and written once.
        this.shared.add(known.bare);
        return known.bare;
      }
      known.bare = target;
      known.place = place;
    }
    this.#seen.add(target);
    known.targets.push(target);
    return target;
  }

  #addCarefully(target: DataRecord): DataRecord {
    this.#seen.add(target);
    const { step } = this.part;
    const built = step.representations!.build(target);
    if (!built) return target;
    const { representation, missing } = built;
    const askable = missing ? withoutDependents(step, target, missing, this.onLost) : step;
    if (!askable) return target;
    step.rewriteInput?.(representation);
    this.#find(askable, JSON.stringify(representation)).targets.push(target);
    return target;
  }

  #findFlat(flat: FlatRepresentation, target: DataRecord): Known | undefined {
    const identity = flat.identity(target);
    if (identity === undefined) {
      const text = flat.write(target);
      return text === undefined ? undefined : this.#find(this.part.step, text);
    }
    const known = this.#byIdentity.get(flat)?.get(identity);
    if (known) return known;
    const added = this.#find(this.part.step, flat.write(target)!);
    const ofType = this.#byIdentity.get(flat);
    if (ofType) ofType.set(identity, added);
    else this.#byIdentity.set(flat, new Map([[identity, added]]));
    return added;
  }

  #find(step: FetchStep, text: string): Known {
    let texts = this.#byText.get(step);
    let group = this.groups.find((each) => each.step === step);
    if (!texts || !group) {
      this.#byText.set(step, (texts = new Map()));
      this.groups.push((group = { step, places: this.part.places, representations: [], targets: [] }));
    }
    let known = texts.get(text);
    if (!known) {
      texts.set(text, (known = { targets: [], bare: undefined, place: undefined }));
      group.representations.push(text);
      group.targets.push(known.targets);
    }
    return known;
  }
}

/** What can still be asked about an object; undefined when nothing can. */
export function withoutDependents(
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
