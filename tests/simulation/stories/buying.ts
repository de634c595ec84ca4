import { anonymous, guest, type Viewer } from '@stoa/kit/auth';
import { Refused } from '../../torture/graph.ts';
import { answered, type Purchase, type Scene, type Thread, type Wish, wish } from './wish.ts';

const ADD = `mutation ($variantId: ID!, $quantity: Int!, $currency: CurrencyCode) {
  addToCart(input: { variantId: $variantId, quantity: $quantity, currency: $currency }) { id } }`;
const GUEST = 'mutation { startGuestSession { accessToken } }';
const MERGE = 'mutation ($token: String!) { mergeCart(guestToken: $token) { leftOut { reason } } }';
const CHECKOUT = 'mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id } } }';
const TOTAL = '{ cart { total { amountMinor currency } } }';
const REMOVE = 'mutation ($code: String!) { removeCoupon(code: $code) { id } }';
const ADDRESS = { name: 'Pat Buyer', line1: '1 Stoa Way', city: 'Athens', postalCode: '10555', country: 'GR' };

/** Somebody fills a cart, perhaps before they say who they are, and checks out, perhaps twice. */
export function buying(scene: Scene, purchase: Purchase): Thread {
  const { random } = scene;
  const filled = random.chance(0.15) ? asAGuest(scene, purchase) : filling(scene, purchase, () => purchase.buyer);
  const checkOut = checkout(scene, purchase);
  const checkouts = Array.from({ length: random.chance(0.15) ? 2 : 1 }, () => wish('check out', checkOut));
  return [...filled, ...purchase.first, ...checkouts];
}

/** Somebody fills a cart and comes back no more. */
export const leaving = (scene: Scene, purchase: Purchase): Thread =>
  scene.random.chance(0.3) ? asAGuest(scene, purchase).slice(0, -1) : filling(scene, purchase, () => purchase.buyer);

function filling({ world, random }: Scene, { wanted, currency }: Purchase, who: () => Viewer): Wish[] {
  return wanted.map(({ variantId }) => {
    const quantity = 1 + random.below(2);
    return wish('add to cart', () => answered(() => world.ask('cart', who(), ADD, { variantId, quantity, currency })));
  });
}

function asAGuest(scene: Scene, purchase: Purchase): Wish[] {
  const { world } = scene;
  let token = '';
  let who = purchase.buyer;
  const begin = wish('begin as a guest', () =>
    answered(async () => {
      const { startGuestSession } = await world.ask<{ startGuestSession: { accessToken: string } }>('identity', anonymous, GUEST, {});
      token = startGuestSession.accessToken;
      who = guest(JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).sub);
    }),
  );
  const merge = wish('log in with a cart', () => answered(() => world.ask('cart', purchase.buyer, MERGE, { token })));
  return [begin, ...filling(scene, purchase, () => who), merge];
}

/** Asked again, it is the same question, until the answer is that something has changed. */
function checkout({ world, random }: Scene, purchase: Purchase): Wish['attempt'] {
  const { buyer, provider, coupons } = purchase;
  const digital = purchase.wanted.every((offer) => offer.digital);
  let looks = random.chance(0.3);
  let input: object | null = null;
  let asked = 0;
  const ask = async (): Promise<void> => {
    const seen = looks && !input ? await world.ask<{ cart: { total: object } | null }>('cart', buyer, TOTAL, {}) : null;
    input ??= {
      ...{ idempotencyKey: `${purchase.key}-${asked}`, provider, expectedTotal: seen?.cart?.total },
      ...(!digital && { shippingAddress: ADDRESS }),
    };
    purchase.orderId = (await world.ask<{ checkout: { order: { id: string } } }>('cart', buyer, CHECKOUT, { input })).checkout.order.id;
  };
  return async () => {
    let changed = '';
    const done = await answered(() =>
      ask().catch((error: unknown) => {
        if (error instanceof Refused && /^(PRICE_CHANGED|COUPON_INVALID)$/.test(error.code)) changed = error.code;
        throw error;
      }),
    );
    if (!changed) return done;
    // Whoever is told so looks at what it costs now, gives up what is no longer to be had, and asks anew.
    looks = true;
    input = null;
    asked += 1;
    if (changed === 'COUPON_INVALID') for (const code of coupons) await answered(() => world.ask('cart', buyer, REMOVE, { code }));
    return 'again';
  };
}
