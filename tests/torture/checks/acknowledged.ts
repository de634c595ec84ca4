import type { OpenBooks } from '../open-books.ts';
import type { Promised, Tally } from '../tally.ts';
import { rowsOf } from './rows-of.ts';

const ORDER = 'query ($id: ID!) { order(id: $id) { number status coupons { code } } }';
const RETURN = 'query ($id: ID!) { order(id: $id) { payment { refunded { amountMinor } disputed } shipments { returns { id status } } } }';

interface OrderSeen {
  readonly number: string;
  readonly status: string;
  readonly coupons: readonly { readonly code: string }[];
}

/** Every order that a client was promised is there for it, in the state that it must have come to, with the coupons that it agreed to. */
export async function acknowledgedIsReadable(books: OpenBooks, tally: Tally): Promise<void> {
  const lost: string[] = [];
  for (const [id, promised] of tally.promised) {
    const { order } = await promised.buyer.ask<{ order: OrderSeen | null }>(ORDER, { id });
    const { paid, cancelled } = promised;
    if (!endsAsItMust(id, order, promised, tally))
      lost.push(
        `order ${id}, ${paid ? 'paid' : 'not paid'}${cancelled ? ' and cancelled' : ''}, is ${order?.status ?? 'not there'}: ${await rowsOf(books, id)}`,
      );
    else if (!hasItsCoupons(order!, promised)) lost.push(`order ${id} has other coupons than ${promised.coupons.join(', ') || 'none'}`);
  }
  tally.check('what was acknowledged can be read, and is as its client was told', lost);
}

/** One that is paid stands, unless its buyer has cancelled it, a seller could not send it, or a bank has kept the money before it was sent. */
function endsAsItMust(id: string, order: OrderSeen | null, { paid, cancelled }: Promised, { withdrawn, disputed }: Tally): boolean {
  if (!order) return false;
  if (paid === null) return true;
  if (cancelled || !paid) return order.status === 'CANCELLED';
  if (order.status === 'CANCELLED') return withdrawn.has(order.number) || disputed.has(id);
  return order.status !== 'PENDING';
}

const hasItsCoupons = ({ coupons }: OrderSeen, { coupons: agreed }: Promised): boolean =>
  coupons.length === agreed.length && coupons.every(({ code }) => agreed.includes(code));

/** No coupon was agreed to by more who paid than may use it: the platform cannot take it back from them. */
export function couponsWereNotOverused(tally: Tally, limited: readonly { readonly code: string; readonly maxUses: number }[]): void {
  const paid = [...tally.promised.values()].filter((each) => each.paid);
  const overused = limited.flatMap(({ code, maxUses }) => {
    const uses = paid.filter(({ coupons }) => coupons.includes(code)).length;
    return uses > maxUses ? [`${code} was used ${uses} times, and may be ${maxUses} times`] : [];
  });
  tally.check('a coupon is used no more often than it may be', overused);
}

interface ReturnSeen {
  readonly payment: { readonly refunded: { readonly amountMinor: number }; readonly disputed: boolean } | null;
  readonly shipments: readonly { readonly returns: readonly { readonly id: string; readonly status: string }[] }[] | null;
}

/** What a seller has taken back is told as that, and was paid back, unless a bank has the money. */
export async function returnsArePaidBack(tally: Tally): Promise<void> {
  const wrong: string[] = [];
  for (const [returnId, orderId] of tally.returned) {
    const { buyer } = tally.promised.get(orderId)!;
    const { order } = await buyer.ask<{ order: ReturnSeen | null }>(RETURN, { id: orderId });
    const status = order?.shipments?.flatMap(({ returns }) => returns).find(({ id }) => id === returnId)?.status;
    if (status !== 'RECEIVED') wrong.push(`return ${returnId} was taken in, and is ${status ?? 'not there'}`);
    else if (!tally.disputed.has(orderId) && !order!.payment?.refunded.amountMinor) wrong.push(`return ${returnId} was not paid back`);
  }
  tally.check('what was taken back is paid back', wrong);
}
