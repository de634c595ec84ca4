import { Refused } from '../graph.ts';
import type { Seeded } from '../seeded.ts';
import type { Goods } from './goods.ts';
import { Person } from './person.ts';
import type { Currency, Scene } from './scene.ts';

export const ADD =
  'mutation ($variantId: ID!, $quantity: Int!, $currency: CurrencyCode) { addToCart(input: { variantId: $variantId, quantity: $quantity, currency: $currency }) { id } }';
const MERGE = 'mutation ($token: String!) { mergeCart(guestToken: $token) { cart { id } leftOut { reason } } }';
const APPLY = 'mutation ($code: String!) { applyCoupon(code: $code) { id } }';

interface Merged {
  readonly mergeCart: { readonly cart: { readonly id: string } | null; readonly leftOut: readonly { readonly reason: string }[] };
}

/** What a buyer does before checking out; answers how many things were to be had. */
export async function fillBasket(scene: Scene, buyer: Person, currency: Currency, random: Seeded): Promise<number> {
  const wanted = random.shuffle(scene.goods).slice(0, 1 + random.below(2));
  const added = random.chance(0.15)
    ? await asGuest(scene, buyer, wanted, currency, random)
    : await put(scene, buyer, wanted, currency, random);
  if (added > 0 && random.chance(0.25)) await withCoupon(scene, buyer, random);
  return added;
}

/** Puts some of each into somebody's cart; answers how many were to be had. */
export async function put({ tally }: Scene, person: Person, wanted: readonly Goods[], currency: Currency, random: Seeded): Promise<number> {
  let added = 0;
  for (const { variantId } of wanted) {
    const adding = person.ask(ADD, { variantId, quantity: 1 + random.below(2), currency }).then(() => (added += 1));
    await adding.catch((error: unknown) => {
      // What a cart that was left half filled has may be in the other currency.
      if (!(error instanceof Refused && ['OUT_OF_STOCK', 'CURRENCY_MISMATCH'].includes(error.code))) throw error;
      tally.did(error.code === 'OUT_OF_STOCK' ? 'nothing left for the cart' : 'cart is in the other currency');
    });
  }
  return added;
}

/** The basket is filled by somebody whom nobody knows, who logs in then; the same merge is asked for twice. */
async function asGuest(scene: Scene, buyer: Person, wanted: readonly Goods[], currency: Currency, random: Seeded): Promise<number> {
  const { tally, market } = scene;
  const guest = await Person.guest(market, tally);
  if ((await put(scene, guest, wanted, currency, random)) === 0) return 0;
  const merge = () => buyer.ask<Merged>(MERGE, { token: guest.token });
  const first = await merge();
  tally.did('guest cart merged at log-in');
  const again = await merge();
  tally.repeated('merges of carts');
  const same = JSON.stringify(first.mergeCart) === JSON.stringify(again.mergeCart);
  tally.check('a cart is merged once', same ? [] : [`${JSON.stringify(first.mergeCart)} and ${JSON.stringify(again.mergeCart)}`]);
  return first.mergeCart.cart && first.mergeCart.leftOut.length === 0 ? wanted.length : 0;
}

async function withCoupon({ tally, coupons }: Scene, buyer: Person, random: Seeded): Promise<void> {
  // The newest are those that have uses left.
  const { code } = random.pick(coupons.slice(-3));
  if (await buyer.askOrNull(APPLY, { code })) tally.did('coupon put to a cart');
}
