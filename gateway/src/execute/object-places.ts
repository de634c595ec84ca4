import type { Variables } from './conditions.ts';
import { type DataRecord, isRecord } from './data.ts';
import { Failure } from './failure.ts';
import type { Place } from './schedule-calls.ts';

/** Answers the object that shall stand where this one was found: itself, mostly, and always where it may not be replaced. */
export type Visit = (target: DataRecord, mayReplace: boolean) => DataRecord;

/** The objects of the collected data by place. */
export class ObjectPlaces {
  readonly #data: DataRecord;
  /** Those that were found and are still all there are. */
  readonly #known = new Map<string, ReadonlySet<DataRecord>>();

  constructor(
    data: DataRecord,
    /** Whether an object may come to stand in two places. */
    readonly mayShare = true,
  ) {
    this.#data = data;
  }

  /** Visits the objects at a place, each at least once. Where its path ends early there are none. */
  visit({ path, key }: Place, visit: Visit): void {
    if (path.length === 0) return void visit(this.#data, false);
    const known = this.#known.get(key);
    if (known) {
      for (const target of known) visit(target, false);
      return;
    }
    const found = new Set<DataRecord>();
    walk(this.#data, path, 0, (target) => {
      const stays = visit(target, this.mayShare);
      found.add(stays);
      return stays;
    });
    this.#known.set(key, found);
  }

  /** Visits the objects at a place, each with what it stands in, from the root on. */
  visitBelow({ path }: Place, visit: (target: DataRecord, ancestors: readonly DataRecord[]) => void): void {
    descendWithAncestors(this.#data, path, 0, [], visit);
  }

  /** To be told when objects at a place have got new fields, since there may be objects in them. */
  changed({ path, key }: Place): void {
    for (const known of this.#known.keys()) if (path.length === 0 || known.startsWith(`${key}.`)) this.#known.delete(known);
  }
}

/** Whether a fetch is made for this place at all. */
export const isAsked = ({ conditions }: Place, variables: Variables): boolean =>
  conditions.length === 0 || conditions.every(({ variable, wanted }) => (variables[variable] === true) === wanted);

function walk(value: DataRecord | unknown[], path: readonly string[], depth: number, visit: Visit): void {
  if (!Array.isArray(value)) {
    const inner = value[path[depth]!];
    if (depth + 1 < path.length || !isRecord(inner)) descend(inner, path, depth + 1, visit);
    else replace(value, path[depth]!, inner, visit(inner, true));
    return;
  }
  const next = path[depth] === '@' ? depth + 1 : depth;
  for (let index = 0; index < value.length; index++) {
    const inner: unknown = value[index];
    if (next < path.length || !isRecord(inner)) descend(inner, path, next, visit);
    else replace(value as unknown as DataRecord, index, inner, visit(inner, true));
  }
}

function descend(value: unknown, path: readonly string[], depth: number, visit: Visit): void {
  if (Array.isArray(value) || (isRecord(value) && depth < path.length)) walk(value, path, depth, visit);
}

function descendWithAncestors(
  value: unknown,
  path: readonly string[],
  depth: number,
  ancestors: DataRecord[],
  visit: (target: DataRecord, ancestors: readonly DataRecord[]) => void,
): void {
  if (Array.isArray(value)) {
    const next = path[depth] === '@' ? depth + 1 : depth;
    for (const item of value) descendWithAncestors(item, path, next, ancestors, visit);
  } else if (isRecord(value) && !(value instanceof Failure)) {
    if (depth === path.length) return visit(value, ancestors);
    ancestors.push(value);
    descendWithAncestors(value[path[depth]!], path, depth + 1, ancestors, visit);
    ancestors.pop();
  }
}

function replace(holder: DataRecord, key: string | number, before: DataRecord, after: DataRecord): void {
  if (before !== after) holder[key] = after;
}
