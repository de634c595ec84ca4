import type { Promised, Tally } from '../tally.ts';

const ORDER = 'query ($id: ID!) { order(id: $id) { number status } }';

interface OrderSeen {
  readonly number: string;
  readonly status: string;
}

/** Every order that a client was promised is there for it, in the state that it must have come to. */
export async function acknowledgedIsReadable(tally: Tally): Promise<void> {
  const lost: string[] = [];
  for (const [id, promised] of tally.promised) {
    const { order } = await promised.buyer.ask<{ order: OrderSeen | null }>(ORDER, { id });
    const { paid, cancelled } = promised;
    if (!endsAsItMust(order, promised, tally))
      lost.push(`order ${id}, ${paid ? 'paid' : 'not paid'}${cancelled ? ' and cancelled' : ''}, is ${order?.status ?? 'not there'}`);
  }
  tally.check('what was acknowledged can be read, and is as its client was told', lost);
}

/** One that is paid stands, unless its buyer has cancelled it or a seller could not send it. */
function endsAsItMust(order: OrderSeen | null, { paid, cancelled }: Promised, { withdrawn }: Tally): boolean {
  if (!order) return false;
  if (paid === null) return true;
  if (cancelled || !paid) return order.status === 'CANCELLED';
  if (order.status === 'CANCELLED') return withdrawn.has(order.number);
  return order.status !== 'PENDING';
}
