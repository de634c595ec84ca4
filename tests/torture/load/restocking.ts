import { Refused } from '../graph.ts';
import type { SellerWork } from './scene.ts';

const STOCK = 'query ($id: ID!) { product(id: $id) { variants { id stock { total version } } } }';
const SET =
  'mutation ($id: ID!, $total: Int!, $version: Int!) { setStock(variantId: $id, total: $total, expectedVersion: $version) { total } }';
const TRIES = 4;

interface Seen {
  readonly product: {
    readonly variants: readonly { readonly id: string; readonly stock: { readonly total: number; readonly version: number } | null }[];
  } | null;
}

/** A seller puts more on the shelf, on top of what was just seen there; buyers take from it meanwhile, so it may take some tries. */
export const restocking: SellerWork = {
  name: 'goods restocked',
  chance: 0.15,
  async do({ tally }, { person, goods }, random) {
    const more = 1 + random.below(20);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const seen = await person.askOrNull<Seen>(STOCK, { id: goods.productId });
      const stock = seen?.product?.variants.find(({ id }) => id === goods.variantId)?.stock;
      if (!stock) return;
      let lost = false;
      try {
        await person.until(async () => {
          try {
            return await person.askOnce(SET, { id: goods.variantId, total: stock.total + more, version: stock.version });
          } catch (error) {
            lost ||= !(error instanceof Refused) || error.code !== 'VERSION_CONFLICT';
            throw error;
          }
        });
        goods.restock(more, true);
        tally.did(restocking.name);
        return;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        // A try whose answer was lost may have been the one that the conflict is with.
        if (lost) return goods.restock(more, false);
        if (error.code !== 'VERSION_CONFLICT') return;
      }
    }
  },
};
