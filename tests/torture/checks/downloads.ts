import { Refused } from '../graph.ts';
import type { Goods } from '../load/goods.ts';
import type { Person } from '../load/person.ts';
import { BOOK } from '../load/uploading.ts';
import type { OpenBooks } from '../open-books.ts';
import type { Tally } from '../tally.ts';

const DOWNLOADS = 'query ($id: ID!) { product(id: $id) { downloads { url } } }';

/** Whoever has paid for something to be read can read it, byte for byte, and nobody else can; nor who has got all of the money back. */
export async function paidForCanBeRead(books: OpenBooks, goods: readonly Goods[], tally: Tally): Promise<void> {
  const wrong: string[] = [];
  for (const { productId, variantId } of goods.filter(({ isDigital }) => isDigital)) {
    const sold = await books.rows<{ id: string; status: string }>(
      'orders',
      'select distinct o.id, o.status from orders o join order_item i on i.order_id = o.id where i.variant_id = $1',
      [variantId],
    );
    const whoStands = new Map<Person, boolean>();
    for (const { id, status } of sold) {
      const promised = tally.promised.get(id);
      // A bank may have taken the money, or the answer was lost and nobody knows of the order.
      if (!promised || tally.disputed.has(id)) continue;
      whoStands.set(promised.buyer, (whoStands.get(promised.buyer) ?? false) || !['PENDING', 'CANCELLED'].includes(status));
    }
    for (const [buyer, stands] of whoStands) {
      const read = await readBy(buyer, productId);
      if (read === stands) continue;
      if (read && ownsBesides(buyer, sold, tally)) continue;
      wrong.push(
        `${buyer.identity.email} ${stands ? 'has paid for' : 'has not paid for'} ${productId}, and ${read ? 'can' : 'cannot'} read it`,
      );
    }
  }
  tally.check('whoever has paid for it can read it, and nobody else', wrong);
}

async function readBy(buyer: Person, productId: string): Promise<boolean> {
  try {
    const { product } = await buyer.ask<{ product: { downloads: readonly { url: string }[] | null } | null }>(DOWNLOADS, { id: productId });
    const [download] = product?.downloads ?? [];
    if (!download) return false;
    const response = await fetch(download.url, { signal: AbortSignal.timeout(10_000) });
    return BOOK.equals(Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    if (error instanceof Refused && error.code === 'FORBIDDEN') return false;
    throw error;
  }
}

/** Somebody may have it by an order that is left out above. */
const ownsBesides = (buyer: Person, sold: readonly { readonly id: string }[], tally: Tally): boolean =>
  sold.some(({ id }) => !tally.promised.has(id) || (tally.disputed.has(id) && tally.promised.get(id)!.buyer === buyer));
