import type { Goods } from '../load/goods.ts';
import type { OpenBooks } from '../open-books.ts';
import type { Tally } from '../tally.ts';

/** What is there, with what was sold of it, is what was put there. */
export async function stockIsConserved(books: OpenBooks, goods: readonly Goods[], tally: Tally): Promise<void> {
  const rows = await books.rows<{ id: string; whole: number }>('inventory', 'select variant_id as id, total + sold as whole from stock');
  const wrong = rows.filter(({ id, whole }) => ofVariant(goods, id)?.canBe(whole) === false);
  tally.check(
    'stock is conserved',
    wrong.map(({ id, whole }) => `${id}: there are and were ${whole}`),
  );
}

/** Each line of an order costs what its seller asked for at a moment between the client's question and its answer. */
export async function pricesAreOfTheirTime(books: OpenBooks, goods: readonly Goods[], tally: Tally): Promise<void> {
  const lines = await books.rows<{ orderId: string; variantId: string; amountMinor: number; currency: string }>(
    'orders',
    `select order_id as "orderId", variant_id as "variantId", unit_price_amount_minor::float8 as "amountMinor", unit_price_currency as currency
     from order_item`,
  );
  const wrong = lines.filter(({ orderId, variantId, amountMinor, currency }) => {
    const promised = tally.promised.get(orderId);
    const sold = ofVariant(goods, variantId);
    return promised && sold && !sold.canHaveCost(amountMinor, currency, promised.askedAtMs, promised.answeredAtMs);
  });
  tally.check(
    'the price paid is the price at placement',
    wrong.map(({ orderId, variantId, amountMinor }) => `order ${orderId} paid ${amountMinor} for ${variantId}`),
  );
}

const ofVariant = (goods: readonly Goods[], id: string): Goods | undefined => goods.find(({ variantId }) => variantId === id);
