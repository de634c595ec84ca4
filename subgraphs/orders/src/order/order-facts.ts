import type { PayloadOf } from '@stoa/kit/contracts';
import type { Amount } from '@stoa/kit/money';
import type { Sql } from '@stoa/kit/persistence';
import type { OrderPlaced } from '@stoa/schema/events/orders';
import type { Order, OrderItem } from './order.entity.ts';

type Facts = PayloadOf<typeof OrderPlaced>;
export type LineFacts = Facts['lines'][number];
type Line = Pick<OrderItem, 'id' | 'variantId' | 'productId' | 'sellerId' | 'kind' | 'quantity' | 'unitPrice'>;

/** What other domains are told of an order: ids and amounts, no names and no address. */
export function orderFacts(
  order: Pick<Order, 'id' | 'cartId' | 'buyerId'> & { readonly total: Amount },
  lines: readonly LineFacts[],
): Facts {
  const { id: orderId, cartId, buyerId, total } = order;
  return { orderId, cartId, buyerId, total: { amountMinor: total.amountMinor, currency: total.currency }, lines: [...lines] };
}

export const lineFacts = ({ id: orderItemId, variantId, productId, sellerId, kind, quantity, unitPrice }: Line): LineFacts => {
  const { amountMinor, currency } = unitPrice;
  return { orderItemId, variantId, productId, sellerId, kind, quantity, unitPrice: { amountMinor, currency } };
};

/** What other domains are told of orders' lines, by order. */
export async function readLineFacts(sql: Sql, orderIds: readonly string[]): Promise<ReadonlyMap<string, readonly LineFacts[]>> {
  const rows = await sql.query<Omit<LineFacts, 'unitPrice'> & { orderId: string; amount: string; currency: string }>(
    `select order_id as "orderId", id as "orderItemId", variant_id as "variantId", product_id as "productId", seller_id as "sellerId", kind, quantity,
       unit_price_amount_minor as amount, unit_price_currency as currency
     from order_item where order_id = any($1::uuid[]) order by id`,
    [orderIds],
  );
  const facts = new Map<string, LineFacts[]>(orderIds.map((id) => [id, []]));
  for (const { orderId, amount, currency, ...line } of rows)
    facts.get(orderId)!.push({ ...line, unitPrice: { amountMinor: Number(amount), currency } });
  return facts;
}
