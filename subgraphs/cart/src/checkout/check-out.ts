import { isSignedIn } from '@stoa/kit/auth';
import { DomainError } from '@stoa/kit/errors';
import { type Attempts, attemptsIn } from '@stoa/kit/subgraph';
import { type DomainContext, hashOf, workflow } from '@stoa/kit/use-case';
import { type ActiveCart, type ActiveCartRow, activeCartIn, selectActiveCart } from '../cart/active-cart.ts';
import { MAX_TRIES } from '../cart/change-line.ts';
import { cartSettings } from '../settings.ts';
import { answeredBefore, assertSameInput } from './answered-before.ts';
import { Checkout } from './checkout.entity.ts';
import { checkoutInput } from './checkout.input.ts';
import { placeOrderOf } from './place-order-of.ts';
import { startCheckout, whyNoCart } from './start-checkout.ts';

export interface CheckedOut {
  readonly orderId: string;
  readonly paymentId: string;
}

/** Turns the buyer's cart into an order with a payment to make. The same key gives the same answer, however often it is sent. */
export const checkOut = workflow('cart.checkOut', checkoutInput, async (context, input): Promise<CheckedOut> => {
  if (!isSignedIn(context.viewer))
    throw new DomainError('UNAUTHENTICATED', 'Log in or register to check out, then merge the cart: what is in it stays yours');
  const inputHash = hashOf(input);
  const { NODE_ENV, STOA_CHECKOUT_RATE } = context.use(cartSettings);
  const limit = attemptsIn(NODE_ENV, STOA_CHECKOUT_RATE, USUAL_IN_PRODUCTION);
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const { known, cart, lately } = await look(context, input.idempotencyKey, limit?.windowSeconds ?? 0);
    if (known) assertSameInput(known, inputHash);
    else if (limit && lately >= limit.max) throw tooMany(limit);
    else if (!cart) throw await whyNoCart(context);
    else if (cart.items.length === 0) throw new DomainError('CART_EMPTY', 'There is nothing in the cart');
    const checkout = known ?? (await startCheckout(context, input, inputHash, cart!));
    if (checkout) return answeredBefore(checkout) ?? placeOrderOf(context, checkout);
  }
  throw new DomainError('VERSION_CONFLICT', 'The cart keeps changing; try again');
});

interface Look {
  /** What this key was used for before. */
  readonly known: Checkout | null;
  /** The cart that is being filled. */
  readonly cart: ActiveCart | null;
  /** How many carts of the last minutes this buyer has checked out. */
  readonly lately: number;
}

/** More than anybody buys in ten minutes; trying stolen cards takes hundreds. One cart at a time is open, so no two slip through at once. */
const USUAL_IN_PRODUCTION = { max: 30, windowSeconds: 600 };

const tooMany = ({ windowSeconds: retryAfter }: NonNullable<Attempts>): DomainError =>
  new DomainError('RATE_LIMITED', 'Too many checkouts in a short time; try again later', { retryAfter });

/** Both as of one moment. Where there is no cart, which is then closed for good or for now, the key is looked up after that. */
async function look(context: DomainContext, key: string, latelySeconds: number): Promise<Look> {
  const { sql, rows, read, viewer } = context;
  const known = '(select row_to_json(known) from checkout known where known.buyer_id = $1 and known.idempotency_key = $2) as known,';
  const count = `(select count(*)::int from cart lately where lately.buyer_id = $1 and lately.status in ('CHECKOUT', 'COMPLETED', 'ABANDONED')
    and lately.created_at > now() - make_interval(secs => $3)) as lately,`;
  const found = await sql.query<ActiveCartRow & { known: object | null; lately: number }>(selectActiveCart(rows, known + count), [
    viewer.userId,
    key,
    latelySeconds,
  ]);
  const cart = activeCartIn(rows, found);
  if (!cart) return { cart, lately: 0, known: await read.findOne(Checkout, { buyerId: viewer.userId!, idempotencyKey: key }) };
  return { cart, lately: found[0]!.lately, known: found[0]!.known && rows.toObjects(Checkout, [found[0]!.known])[0]! };
}
