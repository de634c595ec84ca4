import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { aBuyer, aGuest, answering, aPasserBy, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { moveHold } from '@stoa/schema/commands/inventory';
import { CartAbandoned, CartMerged } from '@stoa/schema/events/cart';
import manifest from '../index.ts';
import { type CartSeen, checkOut, putIntoCart, seeCart } from '../testing/given-cart.ts';
import { Neighbours } from '../testing/neighbours.ts';

const neighbours = new Neighbours();
let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(manifest, { commands: neighbours.commands });
});
beforeEach(() => {
  for (const each of neighbours.commands) subgraph.play(each);
});
afterAll(() => subgraph.stop());

interface Merged {
  readonly cart: (Omit<CartSeen, 'items'> & { readonly items: readonly { variant: { id: string }; quantity: number }[] }) | null;
  readonly leftOut: readonly { variant: { id: string }; quantity: number; reason: string }[];
}

/** The token of a guest is their id here. */
const merge = async (viewer: Viewer, guest: Viewer): Promise<Merged> =>
  (
    await subgraph.as(viewer).query<{ mergeCart: Merged }>(
      `mutation ($token: String!) { mergeCart(guestToken: $token) {
         cart { id status total { amountMinor currency } items { quantity variant { id } } } leftOut { quantity reason variant { id } } } }`,
      { token: guest.guestId },
    )
  ).mergeCart;

const quantities = ({ cart }: Merged) => Object.fromEntries(cart!.items.map(({ variant, quantity }) => [variant.id, quantity]));

describe('a guest', () => {
  test('fills a cart that holds the goods, and nobody else sees it', async () => {
    const [guest, variant] = [aGuest(), neighbours.selling()];
    const cart = await putIntoCart(subgraph, guest, variant, 2);
    expect(neighbours.held(cart.id, variant)).toBe(2);
    expect(await seeCart(subgraph, guest)).toMatchObject({ id: cart.id, status: 'ACTIVE', items: [{ quantity: 2 }] });
    for (const other of [aGuest(), aBuyer()]) expect(await seeCart(subgraph, other, cart.id)).toBeNull();
    await expect(seeCart(subgraph, aPasserBy, cart.id)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('holds ten of one thing and twenty things at most', async () => {
    const guest = aGuest();
    await expect(putIntoCart(subgraph, guest, neighbours.selling(), 11)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    for (let count = 0; count < 20; count++) await putIntoCart(subgraph, guest, neighbours.selling());
    await expect(putIntoCart(subgraph, guest, neighbours.selling())).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: "at most 20 different things fit into a guest's cart; log in for more",
    });
  });

  test('logs in before the checkout, and is told so', async () => {
    const guest = aGuest();
    await putIntoCart(subgraph, guest, neighbours.selling());
    await expect(checkOut(subgraph, guest)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'Log in or register to check out, then merge the cart: what is in it stays yours',
    });
    expect(await seeCart(subgraph, guest)).toMatchObject({ status: 'ACTIVE' });
  });
});

describe('merging', () => {
  test('into an account without a cart takes all of it along, holds included', async () => {
    const [guest, buyer, variant] = [aGuest(), aBuyer(), neighbours.selling({}, 2)];
    const before = await putIntoCart(subgraph, guest, variant, 2);
    const merged = await merge(buyer, guest);
    expect([quantities(merged), merged.leftOut]).toEqual([{ [variant]: 2 }, []]);
    expect([neighbours.held(before.id, variant), neighbours.held(merged.cart!.id, variant)]).toEqual([0, 2]);
    expect(await seeCart(subgraph, guest, before.id)).toMatchObject({ status: 'MERGED' });
    expect(await seeCart(subgraph, guest)).toBeNull();
    expect((await subgraph.emitted(CartMerged)).at(-1)).toEqual({
      cartId: before.id,
      intoCartId: merged.cart!.id,
      buyerId: buyer.userId,
      lines: [{ variantId: variant, quantity: 2 }],
    });
    expect((await subgraph.emitted(CartAbandoned)).filter(({ cartId }) => cartId === before.id)).toEqual([]);
    await checkOut(subgraph, buyer);
  });

  test('into an account’s cart adds up what both have, and holds as much', async () => {
    const [guest, buyer] = [aGuest(), aBuyer()];
    const [both, guests, own] = [neighbours.selling({}, 5), neighbours.selling(), neighbours.selling({ kind: 'COURSE' })];
    await putIntoCart(subgraph, buyer, both, 3);
    const { id } = await putIntoCart(subgraph, buyer, own);
    for (const variant of [both, guests]) await putIntoCart(subgraph, guest, variant, 2);
    const merged = await merge(buyer, guest);
    expect(merged.cart).toMatchObject({ id, status: 'ACTIVE', total: { amountMinor: 8_000, currency: 'USD' } });
    expect(quantities(merged)).toEqual({ [both]: 5, [guests]: 2, [own]: 1 });
    expect([neighbours.held(id, both), neighbours.held(id, guests), neighbours.taken(both)]).toEqual([5, 2, 5]);
  });

  test('twice, or ten times at once, is once', async () => {
    const [guest, buyer, variant] = [aGuest(), aBuyer(), neighbours.selling()];
    await putIntoCart(subgraph, buyer, variant, 3);
    await putIntoCart(subgraph, guest, variant, 2);
    const answers = await Promise.all(Array.from({ length: 10 }, () => merge(buyer, guest)));
    expect(new Set([...answers, await merge(buyer, guest)].map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(quantities(answers[0]!)).toEqual({ [variant]: 5 });
    expect(neighbours.taken(variant)).toBe(5);
  });

  test('by two accounts at once goes to one of them, and the guest is theirs from then on', async () => {
    const [guest, buyers, variant] = [aGuest(), [aBuyer(), aBuyer()], neighbours.selling()];
    await putIntoCart(subgraph, guest, variant, 2);
    const results = await Promise.allSettled(buyers.map((buyer) => merge(buyer, guest)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const won = results.findIndex(({ status }) => status === 'fulfilled');
    expect(results[1 - won]).toMatchObject({ reason: { code: 'NOT_FOUND' } });
    await putIntoCart(subgraph, guest, variant);
    await expect(merge(buyers[1 - won]!, guest)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(quantities(await merge(buyers[won]!, guest))).toEqual({ [variant]: 3 });
  });

  test('leaves out one’s own products, another currency and what does not fit, and says so', async () => {
    const [guest, seller] = [aGuest(), aSeller()];
    const [mine, many, theirs] = [neighbours.selling({ sellerId: seller.sellerId! }), neighbours.selling({}, 1_000), neighbours.selling()];
    for (const variant of [mine, many, theirs]) await putIntoCart(subgraph, guest, variant, 4);
    await putIntoCart(subgraph, seller, many, 98);
    const merged = await merge(seller, guest);
    expect(quantities(merged)).toEqual({ [many]: 100, [theirs]: 4 });
    expect(merged.leftOut).toEqual([
      { variant: { id: mine }, quantity: 4, reason: 'OWN_PRODUCT' },
      { variant: { id: many }, quantity: 2, reason: 'CART_FULL' },
    ]);
    expect(neighbours.taken(mine)).toBe(0);
    expect(await merge(seller, guest)).toEqual(merged);

    const [traveller, buyer] = [aGuest(), aBuyer()];
    const euros = neighbours.selling({ price: { amountMinor: 900, currency: 'EUR' } });
    await putIntoCart(subgraph, traveller, euros);
    await putIntoCart(subgraph, buyer, theirs);
    expect((await merge(buyer, traveller)).leftOut).toEqual([{ variant: { id: euros }, quantity: 1, reason: 'CURRENCY_MISMATCH' }]);
    expect(await seeCart(subgraph, buyer)).toMatchObject({ total: { amountMinor: 1_000, currency: 'USD' } });
  });

  test('keeps to sixty minutes since the older of both', async () => {
    const [guest, buyer] = [aGuest(), aBuyer()];
    const { id } = await putIntoCart(subgraph, buyer, neighbours.selling());
    await putIntoCart(subgraph, guest, neighbours.selling());
    await subgraph.sql.query(`update cart set created_at = now() - interval '50 minutes' where buyer_id = $1`, [guest.guestId]);
    await merge(buyer, guest);
    const [row] = await subgraph.sql.query<{ minutes: number }>(
      'select round(extract(epoch from expires_at - now()) / 60)::int as minutes from cart where id = $1',
      [id],
    );
    expect(row!.minutes).toBe(10);
  });

  test('with nothing to merge answers the present cart; with a bad token AUTH_001', async () => {
    const buyer = aBuyer();
    expect(await merge(buyer, aGuest())).toEqual({ cart: null, leftOut: [] });
    const { id } = await putIntoCart(subgraph, buyer, neighbours.selling());
    expect(await merge(buyer, aGuest())).toMatchObject({ cart: { id }, leftOut: [] });
    await expect(merge(buyer, { ...aGuest(), guestId: 'nonsense' })).rejects.toMatchObject({ code: 'AUTH_001' });
  });

  test('an expired cart takes nothing along', async () => {
    const [guest, buyer] = [aGuest(), aBuyer()];
    await putIntoCart(subgraph, guest, neighbours.selling());
    await subgraph.sql.query(`update cart set expires_at = now() - interval '1 second' where buyer_id = $1`, [guest.guestId]);
    expect(await merge(buyer, guest)).toEqual({ cart: null, leftOut: [] });
  });

  test('that inventory did not answer is finished by asking again', async () => {
    const [guest, buyer, variant] = [aGuest(), aBuyer(), neighbours.selling()];
    await putIntoCart(subgraph, guest, variant, 2);
    subgraph.play(
      answering(moveHold, () => {
        throw new Error('inventory is down');
      }),
    );
    await expect(merge(buyer, guest)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    for (const each of neighbours.commands) subgraph.play(each);
    const merged = await merge(buyer, guest);
    expect(quantities(merged)).toEqual({ [variant]: 2 });
    expect(neighbours.held(merged.cart!.id, variant)).toBe(2);
  });

  test('while either cart is changed loses nothing', async () => {
    const [guest, buyer, variant] = [aGuest(), aBuyer(), neighbours.selling()];
    await putIntoCart(subgraph, guest, variant);
    await putIntoCart(subgraph, buyer, variant);
    await Promise.all([
      merge(buyer, guest),
      ...[guest, buyer].flatMap((viewer) => [putIntoCart(subgraph, viewer, variant), putIntoCart(subgraph, viewer, variant)]),
    ]);
    await merge(buyer, guest);
    expect((await seeCart(subgraph, buyer))?.items).toEqual([expect.objectContaining({ quantity: 6 })]);
  });
});
