import type { EventEnvelope, PayloadOf } from '@stoa/kit/contracts';
import { fire, movesOf, type TriggerOf } from '@stoa/kit/machine';
import type { Sql } from '@stoa/kit/persistence';
import type { Transaction } from '@stoa/kit/use-case';
import { OrderCancelled, OrderUpdated } from '@stoa/schema/events/orders';
import { giveBackCoupons } from '../coupon/use-coupons.ts';
import { type OrderStatus, orderMachine } from './order.machine.ts';

/** An order as it is told of. */
export interface ToldOrder {
  readonly id: string;
  readonly version: number;
  readonly status: OrderStatus;
  readonly buyerId: string;
  readonly cartId: string;
  readonly total: { readonly amountMinor: number; readonly currency: string };
}

/** What became of a trigger. The order is locked; null where there is none. */
export interface Change {
  readonly moved: boolean;
  readonly order: ToldOrder | null;
  readonly compensate?: string;
}

type Row = Omit<ToldOrder, 'total'> & { amount: string; currency: string };

const TOLD = `id, version, status, buyer_id as "buyerId", cart_id as "cartId", total_amount_minor as amount, total_currency as currency`;

const toldOrder = ({ amount, currency, ...row }: Row): ToldOrder => ({ ...row, total: { amountMinor: Number(amount), currency } });

/**
 * Pulls a trigger on an order; if it moves, the change is kept for whoever follows the order. Moving needs no look at the row before:
 * only where nothing moved it is read, so that the machine can say why.
 */
export async function changeStatus(
  { sql }: Transaction,
  id: string,
  trigger: TriggerOf<typeof orderMachine>,
  cancelReason: string | null = null,
): Promise<Change> {
  for (;;) {
    const [order] = await moveAll(sql, [id], trigger, cancelReason);
    if (order) return { moved: true, order };
    const [row] = await sql.query<Row>(`select ${TOLD} from orders where id = $1 for update`, [id]);
    const locked = row ? toldOrder(row) : null;
    const verdict = fire(orderMachine, locked && { status: locked.status }, trigger);
    if (!verdict.moved) return { ...verdict, order: locked };
    // It came to where the trigger moves it after we had tried; now that it is locked, it stays there.
  }
}

/** Pulls a trigger on orders in one statement; answers those that it has moved. */
export async function moveAll(
  sql: Sql,
  ids: readonly string[],
  trigger: TriggerOf<typeof orderMachine>,
  cancelReason: string | null = null,
): Promise<ToldOrder[]> {
  const { from, to } = movesOf(orderMachine, trigger);
  const rows = await sql.query<Row>(
    `with moved as (
       update orders set status = $3, version = version + 1, cancel_reason = coalesce($4, cancel_reason),
         provisional = provisional and $3 <> 'CONFIRMED',
         confirmed_at = case $3 when 'CONFIRMED' then now() else confirmed_at end,
         cancelled_at = case $3 when 'CANCELLED' then now() else cancelled_at end
       where id = any($1::uuid[]) and status = any($2)
       returning id, version, status, old.status as left_status, buyer_id, cart_id, total_amount_minor, total_currency
     ), kept as (
       insert into order_status_change (order_id, version, "from", "to") select id, version, left_status, status from moved
     )
     select ${TOLD} from moved`,
    [ids, from, to, cancelReason],
  );
  return rows.map(toldOrder);
}

/** Tells that an order moved with its shipments. */
export const tellUpdate = (tx: Transaction, order: ToldOrder, cause?: EventEnvelope): void =>
  tx.emit(OrderUpdated, order, { orderId: order.id, buyerId: order.buyerId, status: order.status }, cause);

type Reason = PayloadOf<typeof OrderCancelled>['reason'];

const WORDS: Record<Reason, string> = {
  PAYMENT_FAILED: 'The payment failed',
  UNPAID: 'It was not paid in time',
  NOT_ALLOCATED: 'Not everything was in stock',
  NOT_CHARGED: 'The payment could not be prepared',
  OUT_OF_STOCK: 'Its goods were sold out before the payment came',
  REQUESTED: 'It was cancelled',
  REFUNDED: 'It was refunded',
};

/** They move an order that nobody has paid for: what it has used of coupons may be used by others. */
const UNPAID: readonly TriggerOf<typeof orderMachine>[] = ['fail', 'giveUp', 'refuse'];

/** Ends an order by a trigger that may not move it. `paid`: money was captured and goes back. `words`: why, if somebody said so. */
export async function cancelBy(
  tx: Transaction,
  id: string,
  trigger: TriggerOf<typeof orderMachine>,
  reason: Reason,
  paid: boolean,
  words: string | null = null,
): Promise<Change> {
  const change = await changeStatus(tx, id, trigger, words ?? WORDS[reason]);
  const { moved, order } = change;
  if (moved && UNPAID.includes(trigger)) await giveBackCoupons(tx.sql, id);
  if (moved && order) tx.emit(OrderCancelled, order, { orderId: id, cartId: order.cartId, buyerId: order.buyerId, reason, paid });
  return change;
}
