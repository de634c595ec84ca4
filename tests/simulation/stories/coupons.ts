import { ADMIN } from '../market-day.ts';
import { answered, firstOf, NotYet, type Purchase, type Scene, type Thread, wish } from './wish.ts';

const CREATE = 'mutation ($input: CouponInput!) { createCoupon(input: $input) { id } }';
const APPLY = 'mutation ($code: String!) { applyCoupon(code: $code) { id } }';
const END = 'mutation ($id: ID!) { endCoupon(id: $id) { id } }';

/** A code for one use, or for one of each buyer, which all of them want; now and then it ends before its time. */
export function coupons({ world, random, offers }: Scene, purchases: readonly Purchase[]): Thread {
  const code = `C-${purchases[0]!.key}`;
  const owner = random.pick([ADMIN, offers[0]!.seller]);
  const terms = random.pick([
    { kind: 'PERCENTAGE', percent: 10 + random.below(80) },
    { kind: 'AMOUNT', amount: { amountMinor: 1 + random.below(2_000), currency: purchases[0]!.currency } },
    { kind: 'FREE_SHIPPING' },
  ]);
  const limit = random.pick([{ maxUses: 1 }, { maxUses: 2, maxUsesPerBuyer: 1 }, {}]);
  const ends = random.chance(0.15);
  let made = false;
  const create = wish('make a coupon', () =>
    answered(async () => {
      await world.ask('orders', owner, CREATE, { input: { code, ...terms, ...limit } });
      made = true;
    }),
  );
  const end = wish('end the coupon', () =>
    answered(async () => {
      const { id } = await firstOf(world.rows<{ id: string }>('orders', 'select id from coupon where code = $1', [code.toUpperCase()]));
      await world.ask('orders', owner, END, { id });
    }),
  );
  for (const { first, buyer, coupons: heard } of purchases)
    first.push(
      wish('use the coupon', () =>
        answered(async () => {
          if (!made) throw new NotYet();
          await world.ask('cart', buyer, APPLY, { code });
          heard.push(code);
        }),
      ),
    );
  return [create, ...(ends ? [end] : [])];
}
