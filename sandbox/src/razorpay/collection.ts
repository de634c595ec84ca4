import type { Fields } from './fields.ts';
import { numberOf, refuseOthers } from './fields.ts';

/** A list as Razorpay answers it: newest first, of a time, in pages that are counted off. */
export function collection<Item extends { createdAt: number }>(
  items: readonly Item[],
  query: Fields,
  render: (item: Item) => object,
): object {
  const [from, to] = [numberOf(query, 'from', 0), numberOf(query, 'to', Number.MAX_SAFE_INTEGER)];
  const [count, skip] = [numberOf(query, 'count', 10, 100), numberOf(query, 'skip', 0)];
  refuseOthers(query, 'from', 'to', 'count', 'skip', 'receipt');
  const fitting = items.filter(({ createdAt }) => createdAt >= from && createdAt <= to).reverse();
  const page = fitting.slice(skip, skip + count).map(render);
  return { entity: 'collection', count: page.length, items: page };
}
