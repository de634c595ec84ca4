import { Refused } from '../graph.ts';
import type { Goods } from '../load/goods.ts';
import type { Person } from '../load/person.ts';
import { BOOK } from '../load/uploading.ts';
import type { OpenBooks } from '../open-books.ts';
import type { Tally } from '../tally.ts';
import { ownsBesides, whoStands } from './who-stands.ts';

const DOWNLOADS = 'query ($id: ID!) { product(id: $id) { downloads { url } } }';

/** Whoever has paid for something to be read can read it, byte for byte, and nobody else can; nor who has got all of the money back. */
export async function paidForCanBeRead(books: OpenBooks, goods: readonly Goods[], tally: Tally): Promise<void> {
  const wrong: string[] = [];
  for (const book of goods.filter(({ kind }) => kind === 'DIGITAL')) {
    const { productId } = book;
    const { sold, stands: whoStood } = await whoStands(books, book, tally);
    for (const [buyer, stands] of whoStood) {
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
