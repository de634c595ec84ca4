import type { DomainContext } from '../use-case/context.ts';

/** One statement for many keys. What a request asks for in one tick is fetched together. */
export interface Loader<K, V> {
  fetch(context: DomainContext, keys: readonly K[]): Promise<ReadonlyMap<K, V>>;
}

export const loader = <K, V>(fetch: Loader<K, V>['fetch']): Loader<K, V> => ({ fetch });

/** Groups rows under a key, for lists that hang on an owner. */
export function groupBy<K, V>(rows: readonly V[], keyOf: (row: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

export const indexBy = <K, V>(rows: readonly V[], keyOf: (row: V) => K): Map<K, V> => new Map(rows.map((row) => [keyOf(row), row]));
