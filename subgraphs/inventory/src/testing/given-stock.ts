import type { Viewer } from '@stoa/kit/auth';
import type { PayloadOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import { aSeller, type TestSubgraph } from '@stoa/kit/testing';
import { allocate, holdForCart } from '@stoa/schema/commands/inventory';
import { ProductCreated } from '@stoa/schema/events/catalog';
import type { ItemsDropped, ReturnReceived } from '@stoa/schema/events/fulfillment';
import { OrderConfirmed } from '@stoa/schema/events/orders';

const price = { amountMinor: 1_000, currency: 'USD' };

/** What catalog tells of a product with one variant. */
export function aProductCreated(
  seller: Viewer,
  variantId: string,
  kind: 'PHYSICAL' | 'DIGITAL' = 'PHYSICAL',
): PayloadOf<typeof ProductCreated> {
  const variants = [{ variantId, sku: `SKU-${variantId}`, price }];
  return { productId: newId(), sellerId: seller.sellerId!, kind, status: 'ACTIVE', sku: `SKU-${variantId}`, name: 'A thing', variants };
}

/** A variant of a seller's with so many on hand; its id. */
export async function aStock(subgraph: TestSubgraph, total: number, seller: Viewer = aSeller()): Promise<string> {
  const variantId = newId();
  await subgraph.deliver(ProductCreated, aProductCreated(seller, variantId));
  await setTotal(subgraph, seller, variantId, total);
  return variantId;
}

export async function setTotal(
  subgraph: TestSubgraph,
  viewer: Viewer,
  variantId: string,
  total: number,
  expectedVersion?: number,
): Promise<void> {
  await subgraph
    .as(viewer)
    .query(
      'mutation ($variantId: ID!, $total: Int!, $expectedVersion: Int) { setStock(variantId: $variantId, total: $total, expectedVersion: $expectedVersion) { total } }',
      {
        variantId,
        total,
        expectedVersion,
      },
    );
}

/** Someone's cart comes to hold so many; the answer is the deadline. */
export const hold = (
  subgraph: TestSubgraph,
  variantId: string,
  quantity: number,
  cartId: string = newId(),
): Promise<{ expiresAt: string }> => subgraph.answer(holdForCart, { cartId, buyerId: newId(), variantId, quantity });

/** A cart's order takes over what it holds; the order's id. */
export async function anOrderHolding(
  subgraph: TestSubgraph,
  lines: { variantId: string; quantity: number }[],
  cartId: string = newId(),
): Promise<string> {
  const orderId = newId();
  await subgraph.answer(allocate, { orderId, cartId, lines }, { key: orderId });
  return orderId;
}

/** What orders tells of an order that was paid. */
export function aConfirmedOrder(orderId: string): PayloadOf<typeof OrderConfirmed> {
  return { orderId, cartId: newId(), buyerId: newId(), total: price, lines: [] };
}

/** What fulfillment tells of goods of an order that are not sent. */
export function aDrop(orderId: string, variantIds: readonly string[]): PayloadOf<typeof ItemsDropped> {
  const items = variantIds.map((variantId) => ({ orderItemId: newId(), variantId, quantity: 1 }));
  return { shipmentId: newId(), orderId, sellerId: newId(), reason: 'SHIPMENT_CANCELLED', items };
}

export interface Figures {
  readonly total: number;
  readonly available: number;
  readonly reserved: number;
  readonly allocated: number;
  readonly sold: number;
}

/** The figures of a stock as they stand in its row. */
export async function figuresOf(subgraph: TestSubgraph, variantId: string): Promise<Figures> {
  const [row] = await subgraph.sql.query<Figures>('select total, available, reserved, allocated, sold from stock where variant_id = $1', [
    variantId,
  ]);
  return { ...row! };
}

/** Lets a hold's time run out, by the only clock that counts: the database's. */
export async function letTimePass(subgraph: TestSubgraph, where: { cartId: string } | { orderId: string }, minutes: number): Promise<void> {
  const [column, id] = 'cartId' in where ? ['cart_id', where.cartId] : ['order_id', where.orderId];
  await subgraph.sql.query(
    `update reservation set held_since = held_since - make_interval(mins => $2), expires_at = expires_at - make_interval(mins => $2) where ${column} = $1`,
    [id, minutes],
  );
}

/** What fulfillment tells when a seller has goods of an order again. */
export const aReceivedReturn = (orderId: string, variantId: string, quantity: number, restock = true): PayloadOf<typeof ReturnReceived> => {
  const facts = { returnId: newId(), shipmentId: newId(), orderId, buyerId: newId(), sellerId: newId() };
  return { ...facts, restock, items: [{ orderItemId: newId(), variantId, quantity }] };
};
