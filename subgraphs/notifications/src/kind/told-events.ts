import type { EventContract, PayloadOf } from '@stoa/kit/contracts';
import type { Transaction } from '@stoa/kit/use-case';
import { ItemsDropped, ReturnUpdated, ShipmentDelivered, ShipmentStarted } from '@stoa/schema/events/fulfillment';
import {
  ActingStarted,
  PasswordChanged,
  SellerStatusChanged,
  UserRegistered,
  UserReinstated,
  UserSuspended,
} from '@stoa/schema/events/identity';
import { StockLow } from '@stoa/schema/events/inventory';
import { EnrollmentCompleted, EnrollmentStarted } from '@stoa/schema/events/learning';
import { PayoutUpdated } from '@stoa/schema/events/ledger';
import { DownloadAttached, VideoProgressed, VideoReady } from '@stoa/schema/events/media';
import { OrderCancelled, OrderConfirmed } from '@stoa/schema/events/orders';
import { DisputeUpdated, LineRefunded, LineRestored, PaymentCaptured, PaymentFailed, RefundSucceeded } from '@stoa/schema/events/payments';
import { ReviewPublished, ReviewReplied } from '@stoa/schema/events/reviews';
import { endOwnership, noteOwners, ownersOf, restoreOwnership } from '../owner/owners.ts';
import { type Notice, toBuyerOf, toSeller, toUser } from './notice.ts';

/** An event of another domain, and who is told what of it. */
export interface ToldEvent {
  readonly contract: EventContract;
  notices(tx: Transaction, payload: never): readonly Notice[] | Promise<readonly Notice[]>;
}

/** One notice of a kind for each person at most: a second one of the same event is dropped. */
const tell = <C extends EventContract>(
  contract: C,
  notices: (payload: PayloadOf<C>, tx: Transaction) => readonly Notice[] | Promise<readonly Notice[]>,
): ToldEvent => ({ contract, notices: (tx, payload) => notices(payload as PayloadOf<C>, tx) });

/** Ends of an order of which its buyer does not know from the answer to their checkout. */
const TOLD_ENDS = ['UNPAID', 'OUT_OF_STOCK', 'REQUESTED', 'REFUNDED'] as const;
type ToldEnd = (typeof TOLD_ENDS)[number];
const isToldEnd = (reason: string): reason is ToldEnd => TOLD_ENDS.includes(reason as ToldEnd);

/** Who is told what, event by event. What is told to nobody stands in `untold-events.ts`, with the reason. */
export const toldEvents: readonly ToldEvent[] = [
  tell(OrderConfirmed, async ({ orderId, buyerId, total, lines }, tx) => {
    await noteOwners(tx, buyerId, lines);
    const sellerIds = [...new Set(lines.map(({ sellerId }) => sellerId))];
    const toShip = (seller: string): boolean => lines.some(({ sellerId, kind }) => sellerId === seller && kind === 'PHYSICAL');
    return [
      toUser(buyerId, 'ORDER_CONFIRMED', { orderId, total }),
      ...sellerIds.map((sellerId) => toSeller(sellerId, 'ORDER_RECEIVED', { orderId, toShip: toShip(sellerId) })),
    ];
  }),
  tell(OrderCancelled, ({ orderId, buyerId, reason, paid }) =>
    isToldEnd(reason) ? [toUser(buyerId, 'ORDER_CANCELLED', { orderId, reason, paid })] : [],
  ),
  tell(PaymentCaptured, ({ orderId, buyerId, amount }) => [toUser(buyerId, 'PAYMENT_RECEIVED', { orderId, amount })]),
  tell(PaymentFailed, ({ orderId, buyerId }) => [toUser(buyerId, 'PAYMENT_FAILED', { orderId })]),
  tell(RefundSucceeded, ({ orderId, buyerId, amount }) => [toUser(buyerId, 'REFUND_MADE', { orderId, amount })]),
  tell(DisputeUpdated, ({ orderId, status, amount, split }) =>
    // Of what is at stake a seller is told their own share.
    split.map(({ sellerId, grossMinor, taxMinor, shippingMinor, discountMinor }) => {
      const amountMinor = grossMinor + taxMinor + shippingMinor - discountMinor;
      return toSeller(sellerId, 'PAYMENT_DISPUTED', { orderId, status, amount: { amountMinor, currency: amount.currency } });
    }),
  ),
  tell(LineRefunded, (line, tx) => endOwnership(tx, line)),
  tell(LineRestored, (line, tx) => restoreOwnership(tx, line)),
  tell(ShipmentStarted, ({ orderId, shipmentId }) => [toBuyerOf(orderId, 'SHIPMENT_SENT', { orderId, shipmentId })]),
  tell(ShipmentDelivered, ({ orderId, shipmentId }) => [toBuyerOf(orderId, 'SHIPMENT_DELIVERED', { orderId, shipmentId })]),
  tell(ItemsDropped, ({ orderId, sellerId, reason }) =>
    // Who cancels a parcel of theirs knows.
    reason === 'SHIPMENT_CANCELLED' ? [] : [toSeller(sellerId, 'SHIPMENT_STOPPED', { orderId })],
  ),
  tell(ReturnUpdated, ({ orderId, buyerId, sellerId, status }) => {
    if (status === 'REQUESTED') return [toSeller(sellerId, 'RETURN_REQUESTED', { orderId })];
    if (status === 'SENT' || status === 'CANCELLED') return [];
    return [toUser(buyerId, 'RETURN_ANSWERED', { orderId, status })];
  }),
  tell(EnrollmentStarted, ({ studentId, productId, courseId }) => [toUser(studentId, 'ENROLLED', { productId, courseId })]),
  tell(EnrollmentCompleted, ({ studentId, productId, courseId }) => [toUser(studentId, 'COURSE_COMPLETED', { productId, courseId })]),
  tell(DownloadAttached, async ({ productId }, tx) =>
    (await ownersOf(tx, productId)).map((userId) => toUser(userId, 'DOWNLOAD_UPDATED', { productId })),
  ),
  tell(VideoReady, ({ ownerId, fileId }) => [toUser(ownerId, 'VIDEO_READY', { fileId })]),
  tell(VideoProgressed, ({ ownerId, fileId, status }) => (status === 'FAILED' ? [toUser(ownerId, 'VIDEO_FAILED', { fileId })] : [])),
  tell(ReviewPublished, ({ sellerId, productId, rating }) => [toSeller(sellerId, 'REVIEW_RECEIVED', { productId, rating })]),
  tell(ReviewReplied, ({ buyerId, productId }) => [toUser(buyerId, 'REVIEW_REPLIED', { productId })]),
  tell(StockLow, ({ sellerId, variantId, available }) => [toSeller(sellerId, 'STOCK_LOW', { variantId, available })]),
  tell(PayoutUpdated, ({ sellerId, amount, status }) => {
    if (status === 'PENDING') return [];
    return [toSeller(sellerId, status === 'PAID' ? 'PAYOUT_PAID' : 'PAYOUT_FAILED', { amount })];
  }),
  tell(UserRegistered, ({ userId }) => [toUser(userId, 'ACCOUNT_OPENED', {})]),
  tell(SellerStatusChanged, ({ userId, status, selling }) =>
    // Whoever applies knows, and where the account is suspended that is told.
    status === 'PENDING' || (status === 'APPROVED' && !selling) ? [] : [toUser(userId, 'SELLER_STATUS_CHANGED', { status })],
  ),
  tell(PasswordChanged, ({ userId }) => [toUser(userId, 'PASSWORD_CHANGED', {})]),
  tell(ActingStarted, ({ userId }) => [toUser(userId, 'STAFF_ACTING', {})]),
  tell(UserSuspended, ({ userId }) => [toUser(userId, 'ACCOUNT_SUSPENDED', {})]),
  tell(UserReinstated, ({ userId }) => [toUser(userId, 'ACCOUNT_REINSTATED', {})]),
];
