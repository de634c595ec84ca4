import { randomUUID } from 'node:crypto';
import type { Scope } from '@stoa/kit/auth';
import type { SCOPES } from '@stoa/schema/scopes';
import { aBuyer, aSeller } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';
import type { World } from './world.ts';

/** Something that one scope lets staff do. */
export interface Deed {
  readonly document: string;
  readonly variables?: (world: World, shop: Shop) => object | Promise<object>;
  /** Other scopes that are needed to get where this one counts. */
  readonly beside?: readonly Scope[];
  /** Where it is done to nothing that there is: the refusal of whoever was let ask. */
  readonly answered?: 'NOT_FOUND';
}

const someId = () => ({ id: randomUUID() });

export const DEEDS: Readonly<Record<(typeof SCOPES)[number], Deed>> = {
  'audit:read': { document: '{ auditLog { nodes { id } } }' },
  'catalog:read': { document: 'query ($id: ID!) { product(id: $id) { name } }', variables: (w) => ({ id: w.draftId }) },
  'catalog:write': { document: 'mutation { createCategory(input: { name: "Lamps", slug: "lamps" }) { id } }' },
  'coupons:read': { document: '{ coupons { nodes { id } } }' },
  'coupons:write': { document: 'mutation { createCoupon(input: { code: "SPRING", kind: PERCENTAGE, percent: 5 }) { id } }' },
  'courses:read': {
    document: 'query ($id: ID!) { product(id: $id) { course { enrollments { totalCount } } } }',
    variables: (w) => ({ id: w.courseId }),
  },
  'courses:write': {
    document: 'mutation ($id: ID!) { addChapter(productId: $id, title: "More") { id } }',
    variables: (w) => ({ id: w.courseId }),
  },
  'health:read': { document: '{ platformHealth { __typename } }' },
  'keys:read': { document: '{ apiKeys { id } }' },
  'keys:write': { document: 'mutation { createApiKey(client: "reports") { key } }' },
  'ledger:read': { document: '{ trialBalance { balanced } }' },
  'media:read': { document: 'query ($id: ID!) { mediaFile(id: $id) { fileName } }', variables: (w) => ({ id: w.fileId }) },
  'media:write': {
    document: 'mutation ($id: ID!, $fileId: ID!) { attachDownload(productId: $id, fileId: $fileId) { id } }',
    variables: (w) => ({ id: w.digitalId, fileId: w.fileId }),
  },
  'notifications:read': { document: '{ failedNotifications { totalCount } }' },
  'notifications:write': {
    document: 'mutation ($id: ID!) { retryNotification(id: $id) { id } }',
    variables: someId,
    answered: 'NOT_FOUND',
  },
  'operations:read': { document: '{ deadLetters { totalCount } sagas { totalCount } }' },
  'operations:write': {
    document: 'mutation ($id: ID!) { replayDeadLetter(id: $id) { handled } }',
    variables: () => ({ id: `ledger:${randomUUID()}` }),
    answered: 'NOT_FOUND',
  },
  'orders:read': { document: 'query ($id: ID!) { order(id: $id) { number } }', variables: (w) => ({ id: w.bought.order.id }) },
  'orders:write': { document: 'mutation ($id: ID!) { cancelOrder(id: $id) { id } }', variables: (w) => ({ id: w.toCancel.order.id }) },
  'payments:read': { document: 'query ($id: ID!) { payment(id: $id) { status } }', variables: (w) => ({ id: w.bought.payment.id }) },
  'payments:write': {
    document: 'mutation ($id: ID!) { verifyPayment(input: { paymentId: $id }) { id } }',
    variables: (w) => ({ id: w.bought.payment.id }),
  },
  'payouts:read': {
    document: 'query ($id: ID!) { seller(id: $id) { payouts { totalCount } } }',
    variables: (w) => ({ id: w.seller.sellerId }),
  },
  'rates:read': { document: '{ commissionRates { id } }' },
  'rates:write': { document: 'mutation { setCommissionRate(input: { basisPoints: 500 }) { id } }' },
  'refunds:write': {
    document: 'mutation ($id: ID!, $key: String!) { refundPayment(input: { paymentId: $id, idempotencyKey: $key }) { id } }',
    variables: (w) => ({ id: w.bought.payment.id, key: randomUUID() }),
  },
  'reports:read': { document: '{ platformSales(from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z") { orderCount } }' },
  'reviews:read': { document: '{ reviewsToModerate { totalCount } }' },
  'reviews:write': {
    document: 'mutation ($id: ID!) { moderateReview(id: $id, input: { decision: PUBLISH }) { id } }',
    variables: someId,
    answered: 'NOT_FOUND',
  },
  'sellers:read': { document: 'query ($id: ID!) { seller(id: $id) { status } }', variables: (w) => ({ id: w.seller.sellerId }) },
  'sellers:write': {
    document: 'mutation ($id: ID!) { suspendSeller(id: $id, reason: "Fakes") { id } }',
    variables: async (_world, shop) => ({ id: (await aSeller(shop)).sellerId }),
  },
  'shipments:read': { document: '{ shipments { totalCount } }' },
  'shipments:write': { document: 'mutation ($id: ID!) { processShipment(id: $id) { id } }', variables: (w) => ({ id: w.shipmentId }) },
  'staff:write': { document: '{ staffScopes }' },
  'stock:read': {
    document: 'query ($id: ID!) { product(id: $id) { variants { stock { total } } } }',
    variables: (w) => ({ id: w.lampId }),
  },
  'stock:write': {
    document: 'mutation ($id: ID!) { setStock(variantId: $id, total: 20) { total } }',
    variables: (w) => ({ id: w.variantId }),
  },
  'users:act': {
    document: 'mutation ($id: ID!) { actAs(userId: $id, reason: "They called") { expiresAt } }',
    variables: (w) => ({ id: w.buyer.userId }),
  },
  'users:read': { document: '{ users { totalCount } }' },
  'users:recover': {
    document: 'mutation ($id: ID!) { resetSecondFactors(userId: $id, reason: "Lost their phone") { id } }',
    variables: (w) => ({ id: w.buyer.userId }),
  },
  'users:suspend': {
    document: 'mutation ($id: ID!) { suspendUser(id: $id, reason: "A stolen card") { id } }',
    variables: async (_world, shop) => ({ id: (await aBuyer(shop)).userId }),
  },
  'users:write': { document: 'mutation ($id: ID!) { removeAddress(id: $id) }', variables: (w) => ({ id: w.addressId }) },
  'webhooks:read': { document: '{ webhookEndpoints { totalCount } }' },
  'webhooks:write': {
    document: 'mutation ($id: ID!) { disableWebhookEndpoint(id: $id) { id } }',
    variables: someId,
    answered: 'NOT_FOUND',
  },
};
