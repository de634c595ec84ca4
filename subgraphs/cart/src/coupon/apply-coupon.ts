import { DomainError } from '@stoa/kit/errors';
import { countStrictly, type DomainContext, type StrictLimit, workflow } from '@stoa/kit/use-case';
import { quoteBasket } from '@stoa/schema/commands/orders';
import { z } from 'zod';
import { type ActiveCart, activeCartOf } from '../cart/active-cart.ts';
import { Cart } from '../cart/cart.entity.ts';
import { allInCurrency, describe } from '../cart/sellable-variant.ts';
import { basketOf } from '../checkout/basket-of.ts';
import { whyNoCart } from '../checkout/start-checkout.ts';

/** More than anybody mistypes; guessing codes takes thousands. */
const TRIES: StrictLimit = { name: 'coupons by user', max: 100, windowSeconds: 600 };

/** How often a cart may change under our hands before we give up. */
const MAX_TRIES = 20;

const input = z.object({ code: z.string().trim().toUpperCase().min(1, 'must not be empty').max(40, 'must be at most 40 characters') });

/** Puts a coupon to the buyer's cart; one of the same owner, seller or platform, makes way. Throws COUPON_INVALID where it takes nothing off. */
export const applyCoupon = workflow('cart.applyCoupon', input, async (context, { code }): Promise<Cart> => {
  await countStrictly(context, TRIES, context.viewer.userId!);
  return changeCoupons(context, async (cart) => {
    // The first of each owner counts, so the new one goes first.
    const codes = [code, ...cart.couponCodes.filter((other) => other !== code)];
    const { coupons } = await quoteWith(context, cart, codes);
    const problem = coupons.find((coupon) => coupon.code === code)?.problem;
    if (problem) throw new DomainError('COUPON_INVALID', 'The coupon cannot be used', { couponCode: code, reason: problem });
    const replaced = coupons.filter((coupon) => coupon.problem === 'NOT_STACKABLE').map((coupon) => coupon.code);
    return codes.filter((each) => !replaced.includes(each));
  });
});

/** Takes a coupon from the buyer's cart; one that is not there is gone already. */
export const removeCoupon = workflow(
  'cart.removeCoupon',
  input,
  async (context, { code }): Promise<Cart> =>
    changeCoupons(context, async ({ couponCodes }) => couponCodes.filter((other) => other !== code)),
);

async function changeCoupons(context: DomainContext, change: (cart: ActiveCart) => Promise<readonly string[]>): Promise<Cart> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const cart = await activeCartOf(context);
    if (!cart) throw await whyNoCart(context);
    if (cart.items.length === 0) throw new DomainError('CART_EMPTY', 'There is nothing in the cart');
    const codes = await change(cart);
    const written = await context.write(
      `update cart set coupon_codes = $3::jsonb, version = version + 1 where id = $1 and version = $2 and status = 'ACTIVE' returning id`,
      [cart.id, cart.version, JSON.stringify(codes)],
    );
    if (written.length > 0) return (await context.rows.by(Cart, 'id', [cart.id]))[0]!;
  }
  throw new DomainError('VERSION_CONFLICT', 'The cart keeps changing; try again');
}

async function quoteWith(context: DomainContext, cart: ActiveCart, couponCodes: readonly string[]) {
  const described = await describe(
    context,
    cart.items.map((item) => item.variantId),
  );
  const variants = allInCurrency(described, cart.currency);
  const items = cart.items.filter(({ variantId }) => variants.get(variantId)?.price.currency === cart.currency);
  if (items.length === 0) throw new DomainError('CART_EMPTY', 'Nothing in the cart is for sale any more');
  const wishes = { destination: null, shippingMethods: [], couponCodes: [...couponCodes] };
  return context.call(quoteBasket, basketOf(context.viewer.userId!, { items, currency: cart.currency }, variants, wishes));
}
