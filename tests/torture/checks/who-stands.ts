import type { Goods } from '../load/goods.ts';
import type { Person } from '../load/person.ts';
import type { OpenBooks } from '../open-books.ts';
import type { Tally } from '../tally.ts';

type Sold = readonly { readonly id: string; readonly status: string }[];

/** The orders of something that nobody sends, and of each buyer of it whether any of them stands. */
export async function whoStands(
  books: OpenBooks,
  { variantId }: Goods,
  tally: Tally,
): Promise<{ readonly sold: Sold; readonly stands: ReadonlyMap<Person, boolean> }> {
  const sold = await books.rows<{ id: string; status: string }>(
    'orders',
    'select distinct o.id, o.status from orders o join order_item i on i.order_id = o.id where i.variant_id = $1',
    [variantId],
  );
  const stands = new Map<Person, boolean>();
  for (const { id, status } of sold) {
    const promised = tally.promised.get(id);
    // A bank may have taken the money, or the answer was lost and nobody knows of the order.
    if (!promised || tally.disputed.has(id)) continue;
    stands.set(promised.buyer, (stands.get(promised.buyer) ?? false) || !['PENDING', 'CANCELLED'].includes(status));
  }
  return { sold, stands };
}

/** Somebody may have it by an order that is left out above. */
export const ownsBesides = (buyer: Person, sold: Sold, tally: Tally): boolean =>
  sold.some(({ id }) => !tally.promised.has(id) || (tally.disputed.has(id) && tally.promised.get(id)!.buyer === buyer));
