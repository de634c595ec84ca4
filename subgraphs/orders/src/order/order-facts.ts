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

/** What other domains are told of an order's lines. */
export async function readLineFacts(sql: Sql, orderId: string): Promise<LineFacts[]> {
  const rows = await sql.query<Omit<LineFacts, 'unitPrice'> & { amount: string; currency: string }>(
    `select id as "orderItemId", variant_id as "variantId", product_id as "productId", seller_id as "sellerId", kind, quantity,
       unit_price_amount_minor as amount, unit_price_currency as currency
     from order_item where order_id = $1 order by id`,
    [orderId],
  );
  return rows.map(({ amount, currency, ...line }) => ({ ...line, unitPrice: { amountMinor: Number(amount), currency } }));
}
