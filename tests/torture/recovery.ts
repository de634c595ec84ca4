import type { OpenBooks } from './open-books.ts';

/**
 * How long it took after each fault until a purchase that began after it was through every domain: from the moment when what was struck
 * could come back until the ledger had posted the capture. Faults after which nobody bought any more tell nothing.
 */
export async function recoveriesMs(books: OpenBooks, fellAtMs: readonly number[]): Promise<number[]> {
  const placed = await books.rows<{ id: string; atMs: number }>(
    'orders',
    'select id, (extract(epoch from placed_at) * 1000)::float8 as "atMs" from orders order by placed_at',
  );
  const posted = await books.rows<{ id: string; atMs: number }>(
    'ledger',
    `select order_id as id, (extract(epoch from at) * 1000)::float8 as "atMs" from ledger_transaction where kind = 'CAPTURE'`,
  );
  return firstThrough(fellAtMs, placed, new Map(posted.map(({ id, atMs }) => [id, atMs])));
}

/** For each fault, the time until the first of those purchases was posted that were placed after it. */
export function firstThrough(
  fellAtMs: readonly number[],
  placed: readonly { readonly id: string; readonly atMs: number }[],
  postedAtMs: ReadonlyMap<string, number>,
): number[] {
  return fellAtMs.flatMap((fellMs) => {
    const later = placed.filter(({ id, atMs }) => atMs >= fellMs && postedAtMs.has(id)).map(({ id }) => postedAtMs.get(id)!);
    return later.length > 0 ? [Math.min(...later) - fellMs] : [];
  });
}

/** The value that a share of them does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}
