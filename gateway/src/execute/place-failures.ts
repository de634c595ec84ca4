import { type DataRecord, isRecord } from './data.ts';
import { Failure } from './failure.ts';

/** An error as a subgraph reports it. */
export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/**
 * Puts each error of an answer where the answer has null because of it.
 * Answers those that have no such place: without a path, or with one that leads nowhere.
 */
export function placeFailures(data: DataRecord, errors: readonly SubgraphError[], toFailure: (error: SubgraphError) => Failure): Failure[] {
  const unplaced: Failure[] = [];
  for (const error of errors) {
    const failure = toFailure(error);
    if (!error.path || !place(data, error.path, failure)) unplaced.push(failure);
  }
  return unplaced;
}

function place(data: DataRecord, path: readonly (string | number)[], failure: Failure): boolean {
  let parent: DataRecord | unknown[] = data;
  for (const [depth, element] of path.entries()) {
    const value: unknown = Array.isArray(parent) ? parent[Number(element)] : parent[element];
    // Two errors below one null: the first was there first, and one is enough to explain it.
    if (value instanceof Failure) return true;
    if (value === null || value === undefined) {
      const placed = failure.at(path.slice(depth));
      if (Array.isArray(parent)) {
        if (!(Number(element) < parent.length)) return false;
        parent[Number(element)] = placed;
      } else {
        parent[String(element)] = placed;
      }
      return true;
    }
    if (!isRecord(value) && !Array.isArray(value)) return false;
    parent = value;
  }
  return false;
}
