import type { KeptNotice, Kind, KindData } from '../kind/kinds.ts';

const id = '019abcde-0000-7000-8000-000000000000';
const amount = { amountMinor: 12_995, currency: 'EUR' };

/** One of each kind, to look at its words. */
const examples: { readonly [K in Kind]: KindData[K] } = {
  ORDER_CONFIRMED: { orderId: id, total: amount },
  ORDER_CANCELLED: { orderId: id, reason: 'OUT_OF_STOCK', paid: true },
  PAYMENT_RECEIVED: { orderId: id, amount },
  PAYMENT_FAILED: { orderId: id },
  REFUND_MADE: { orderId: id, amount },
  SHIPMENT_SENT: { orderId: id, shipmentId: id },
  SHIPMENT_DELIVERED: { orderId: id, shipmentId: id },
  RETURN_ANSWERED: { orderId: id, status: 'APPROVED' },
  ENROLLED: { productId: id, courseId: id },
  COURSE_COMPLETED: { productId: id, courseId: id },
  DOWNLOAD_UPDATED: { productId: id },
  REVIEW_REPLIED: { productId: id },
  ORDER_RECEIVED: { orderId: id, toShip: true },
  SHIPMENT_STOPPED: { orderId: id },
  RETURN_REQUESTED: { orderId: id },
  STOCK_LOW: { variantId: id, available: 3 },
  REVIEW_RECEIVED: { productId: id, rating: 4 },
  PAYOUT_PAID: { amount },
  PAYOUT_FAILED: { amount },
  PAYMENT_DISPUTED: { orderId: id, amount, status: 'OPEN' },
  SELLER_STATUS_CHANGED: { status: 'APPROVED' },
  WEBHOOK_DISABLED: { endpointId: id, reason: 'FAILING' },
  VIDEO_READY: { fileId: id },
  VIDEO_FAILED: { fileId: id },
  ACCOUNT_OPENED: {},
  PASSWORD_CHANGED: {},
  STAFF_ACTING: {},
  PHONE_ADDED: {},
  ACCOUNT_SUSPENDED: {},
  ACCOUNT_REINSTATED: {},
  DIGEST: {
    items: [
      { kind: 'REVIEW_RECEIVED', data: { productId: id, rating: 4 }, names: { product: 'Brass lamp' } },
      { kind: 'STOCK_LOW', data: { variantId: id, available: 3 }, names: { product: 'Brass lamp' } },
    ],
  },
};

const NAMES = { order: 'ST-7K3M-92QX', items: ['2 × Brass lamp', '1 × Shade'], product: 'Brass lamp' };

export const exampleOf = (kind: Kind): KeptNotice => ({ kind, data: examples[kind], names: NAMES }) as KeptNotice;
