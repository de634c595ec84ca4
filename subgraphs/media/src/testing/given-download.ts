import type { Viewer } from '@stoa/kit/auth';
import type { PayloadOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, type TestSubgraph } from '@stoa/kit/testing';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import type { LineRefunded } from '@stoa/schema/events/payments';
import { aDocument } from './given-file.ts';

type Order = PayloadOf<typeof OrderConfirmed>;

/** A paid order of one digital product. */
export function anOrderOf(buyerId: string, productId: string, kind: 'DIGITAL' | 'PHYSICAL' = 'DIGITAL'): Order {
  const unitPrice = { amountMinor: 1_200, currency: 'USD' };
  const line = { orderItemId: newId(), variantId: newId(), productId, sellerId: newId(), kind, quantity: 1, unitPrice };
  return { orderId: newId(), cartId: newId(), buyerId, total: unitPrice, lines: [line] };
}

/** All of what was paid for its line goes back. */
export function aRefundOf({ orderId, buyerId, lines }: Order): PayloadOf<typeof LineRefunded> {
  const { orderItemId, variantId, productId, sellerId, kind, quantity } = lines[0]!;
  return { orderItemId, variantId, productId, sellerId, kind, quantity, paymentId: newId(), orderId, buyerId };
}

export const attach = (subgraph: TestSubgraph, viewer: Viewer, productId: string, fileId: string) =>
  subgraph.as(viewer).query('mutation ($productId: ID!, $fileId: ID!) { attachDownload(productId: $productId, fileId: $fileId) { id } }', {
    productId,
    fileId,
  });

/** A digital product of a seller's with its file, and somebody who has paid for it. */
export async function aBoughtDownload(
  subgraph: TestSubgraph,
  seller: Viewer,
  productId: string,
): Promise<{ readonly productId: string; readonly buyer: Viewer; readonly order: Order }> {
  await attach(subgraph, seller, productId, (await aDocument(subgraph, seller)).id);
  const buyer = aBuyer();
  const order = anOrderOf(buyer.userId!, productId);
  await subgraph.deliver(OrderConfirmed, order);
  return { productId, buyer, order };
}
