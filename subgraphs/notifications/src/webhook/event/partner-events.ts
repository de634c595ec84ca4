import type { EventContract, PayloadOf } from '@stoa/kit/contracts';
import { ProductArchived, ProductCreated, ProductUpdated } from '@stoa/schema/events/catalog';
import { ItemsDropped, ReturnUpdated, ShipmentDelivered, ShipmentStarted } from '@stoa/schema/events/fulfillment';
import { SellerStatusChanged } from '@stoa/schema/events/identity';
import { AvailabilityChanged, StockLow } from '@stoa/schema/events/inventory';
import { EnrollmentCompleted, EnrollmentStarted } from '@stoa/schema/events/learning';
import { PayoutUpdated } from '@stoa/schema/events/ledger';
import { OrderCancelled, OrderConfirmed } from '@stoa/schema/events/orders';
import { DisputeUpdated, PaymentCaptured, RefundFailed, RefundSucceeded } from '@stoa/schema/events/payments';
import { ReviewHidden, ReviewPublished, ReviewUpdated } from '@stoa/schema/events/reviews';
import type { EventType } from './event-types.ts';

type Data = Readonly<Record<string, unknown>>;

/** What endpoints of one owner are told of an event: a seller's, or the platform's where there is none. */
export interface PartnerEvent {
  readonly sellerId: string | null;
  readonly type: EventType;
  readonly data: Data;
}

/** An event of another domain, and what partners are told of it. */
export interface PartnerEventSource {
  readonly contract: EventContract;
  events(payload: never): readonly PartnerEvent[];
}

const tell = <C extends EventContract>(contract: C, events: (payload: PayloadOf<C>) => readonly PartnerEvent[]): PartnerEventSource => ({
  contract,
  events,
});

const toPlatform = (type: EventType, data: Data): PartnerEvent => ({ sellerId: null, type, data });

/** What concerns one seller: they are told, and the platform is told the same. */
const ofSeller = (type: EventType, data: Data & { readonly sellerId: string }): readonly PartnerEvent[] => [
  { sellerId: data.sellerId, type, data },
  toPlatform(type, data),
];

/** What concerns several: the platform is told of all of it, each of them of their own part. */
const ofSellers = (type: EventType, whole: Data, parts: readonly (Data & { readonly sellerId: string })[]): readonly PartnerEvent[] => [
  toPlatform(type, whole),
  ...parts.map((data) => ({ sellerId: data.sellerId, type, data })),
];

interface Share {
  readonly sellerId: string;
  readonly grossMinor: number;
  readonly taxMinor: number;
  readonly shippingMinor: number;
  readonly discountMinor: number;
}

/** What of an amount is one seller's, before the platform's fee. */
const partOf = ({ grossMinor, taxMinor, shippingMinor, discountMinor }: Share, currency: string) => ({
  amountMinor: grossMinor + taxMinor + shippingMinor - discountMinor,
  currency,
});

type Line = PayloadOf<typeof OrderConfirmed>['lines'][number];

const linesOf = (lines: readonly Line[]) =>
  lines.map(({ orderItemId, variantId, productId, sellerId, kind, quantity, unitPrice }) => ({
    ...{ orderItemId, variantId, productId, sellerId, kind, quantity, unitPrice },
  }));

const product = ({ productId, sellerId, kind, status, sku, variants }: PayloadOf<typeof ProductCreated>) => ({
  ...{ productId, sellerId, kind, status, sku },
  variants: variants.map(({ variantId, sku: ofVariant, price }) => ({ variantId, sku: ofVariant, price })),
});

const review = ({ reviewId, productId, sellerId, rating, verifiedPurchase }: PayloadOf<typeof ReviewPublished>) => ({
  ...{ reviewId, productId, sellerId, rating, verifiedPurchase },
});

const shipment = ({ shipmentId, orderId, sellerId, status }: PayloadOf<typeof ShipmentStarted>) => ({
  shipmentId,
  orderId,
  sellerId,
  status,
});

/**
 * What partners are told, event by event: ids, states and amounts, and nothing by which a buyer is known. What stands here is a contract with people
 * whom nobody can ask: a field may be added, and none changes or goes. What is told to nobody stands in `untold-partner-events.ts`, with the reason.
 */
export const partnerEvents: readonly PartnerEventSource[] = [
  tell(OrderConfirmed, ({ orderId, total, lines }) =>
    ofSellers(
      'order.confirmed',
      { orderId, total, lines: linesOf(lines) },
      [...new Set(lines.map((line) => line.sellerId))].map((sellerId) => ({
        ...{ orderId, sellerId },
        lines: linesOf(lines.filter((line) => line.sellerId === sellerId)),
      })),
    ),
  ),
  tell(OrderCancelled, ({ orderId, reason, paid }) => [toPlatform('order.cancelled', { orderId, reason, paid })]),
  tell(PaymentCaptured, ({ paymentId, orderId, provider, amount }) => [
    toPlatform('payment.captured', { paymentId, orderId, provider, amount }),
  ]),
  tell(RefundSucceeded, ({ refundId, paymentId, orderId, amount, full, split }) =>
    ofSellers(
      'refund.succeeded',
      { refundId, paymentId, orderId, amount, full },
      split.map((share) => ({ refundId, orderId, sellerId: share.sellerId, amount: partOf(share, amount.currency) })),
    ),
  ),
  tell(RefundFailed, ({ refundId, paymentId, orderId, amount }) => [toPlatform('refund.failed', { refundId, paymentId, orderId, amount })]),
  tell(DisputeUpdated, ({ disputeId, paymentId, orderId, status, amount, split }) =>
    ofSellers(
      'dispute.updated',
      { disputeId, paymentId, orderId, status, amount },
      split.map((share) => ({ disputeId, orderId, sellerId: share.sellerId, status, amount: partOf(share, amount.currency) })),
    ),
  ),
  tell(ShipmentStarted, (facts) => ofSeller('shipment.shipped', shipment(facts))),
  tell(ShipmentDelivered, (facts) => ofSeller('shipment.delivered', shipment(facts))),
  tell(ItemsDropped, ({ shipmentId, orderId, sellerId, reason, items }) =>
    ofSeller('shipment.items_cancelled', { shipmentId, orderId, sellerId, reason, items }),
  ),
  tell(ReturnUpdated, ({ returnId, shipmentId, orderId, sellerId, status }) =>
    ofSeller('return.updated', { returnId, shipmentId, orderId, sellerId, status }),
  ),
  tell(ProductCreated, (facts) => ofSeller('product.created', product(facts))),
  tell(ProductUpdated, (facts) => ofSeller('product.updated', product(facts))),
  tell(ProductArchived, ({ productId, sellerId }) => ofSeller('product.archived', { productId, sellerId })),
  tell(StockLow, ({ variantId, sellerId, available, threshold }) => ofSeller('stock.low', { variantId, sellerId, available, threshold })),
  tell(AvailabilityChanged, ({ variantId, sellerId, inStock }) => ofSeller('stock.availability_changed', { variantId, sellerId, inStock })),
  tell(ReviewPublished, (facts) => ofSeller('review.published', review(facts))),
  tell(ReviewUpdated, (facts) => ofSeller('review.updated', review(facts))),
  tell(ReviewHidden, (facts) => ofSeller('review.hidden', review(facts))),
  tell(EnrollmentStarted, ({ enrollmentId, courseId, productId, sellerId, orderId }) =>
    ofSeller('enrollment.started', { enrollmentId, courseId, productId, sellerId, orderId }),
  ),
  tell(EnrollmentCompleted, ({ enrollmentId, courseId, productId, sellerId }) =>
    ofSeller('enrollment.completed', { enrollmentId, courseId, productId, sellerId }),
  ),
  tell(PayoutUpdated, ({ payoutId, sellerId, amount, status }) =>
    // Whoever asked for it knows that it was asked for.
    status === 'PENDING' ? [] : ofSeller(status === 'PAID' ? 'payout.paid' : 'payout.failed', { payoutId, sellerId, amount }),
  ),
  tell(SellerStatusChanged, ({ sellerId, status, selling }) => ofSeller('seller.status_changed', { sellerId, status, selling })),
];
