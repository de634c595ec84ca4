import { amount, amountMinor, command, currencyCode } from '@stoa/kit/contracts';
import { z } from 'zod';
import { address } from './identity.ts';

/** Why a coupon takes nothing off a basket. */
export const COUPON_PROBLEMS = [
  'UNKNOWN',
  'NOT_STARTED',
  'ENDED',
  'USED_UP',
  'MINIMUM_NOT_REACHED',
  'NOT_APPLICABLE',
  'NOT_STACKABLE',
] as const;

const line = z.object({
  variantId: z.uuid(),
  productId: z.uuid(),
  sellerId: z.uuid(),
  kind: z.enum(['PHYSICAL', 'DIGITAL', 'COURSE']),
  /** From the nearest to the root: what a seller pays for selling, and tax, may go by them. */
  categoryIds: z.array(z.uuid()).default([]),
  quantity: z.int().positive(),
  unitPrice: amount,
});

/** All of a basket that its price depends on. */
const basket = z.object({
  buyerId: z.uuid(),
  currency: z.string(),
  /** Where it goes, or where its buyer lives; null where that is not known yet. */
  destination: z.object({ country: z.string(), region: z.string().nullish() }).nullish(),
  /** Sellers of whom none is chosen send by their cheapest method. */
  shippingMethods: z.array(z.object({ sellerId: z.uuid(), methodId: z.string() })).default([]),
  couponCodes: z.array(z.string()).default([]),
});

/** Places the order of a cart. Its id is the caller's, so that asking again means the same order. */
export const placeOrder = command('orders.placeOrder', {
  input: basket.extend({
    orderId: z.uuid(),
    cartId: z.uuid(),
    provider: z.enum(['STRIPE', 'RAZORPAY']),
    shippingAddress: address.nullable(),
    lines: z.array(line.extend({ name: z.string(), sku: z.string() })).min(1),
    /** What the buyer has been told that all of it costs; anything else is PRICE_CHANGED. */
    expectedTotal: amount.nullish(),
  }),
  output: z.object({ orderId: z.uuid(), paymentId: z.uuid() }),
  errors: ['OUT_OF_STOCK', 'PAYMENT_FAILED', 'PRICE_CHANGED', 'SHIPPING_UNAVAILABLE', 'COUPON_INVALID'],
  absolute: true,
});

/** What a basket would cost if it were ordered now. It promises nothing: the order is priced again when it is placed. */
export const quoteBasket = command('orders.quoteBasket', {
  input: basket.extend({ lines: z.array(line).min(1) }),
  output: z.object({
    subtotalMinor: amountMinor,
    discountMinor: amountMinor,
    shippingMinor: amountMinor,
    taxMinor: amountMinor,
    totalMinor: amountMinor,
    coupons: z.array(
      z.object({
        code: z.string(),
        sellerId: z.uuid().nullable(),
        discountMinor: amountMinor,
        /** Why it takes nothing off; null where it does. */
        problem: z.enum(COUPON_PROBLEMS).nullable(),
      }),
    ),
    /** A seller of physical goods each. Without methods: null is chosen, and `available` says whether that is because none are needed. */
    shipping: z.array(
      z.object({
        sellerId: z.uuid(),
        available: z.boolean(),
        chosenId: z.uuid().nullable(),
        methods: z.array(z.object({ methodId: z.uuid(), name: z.string(), priceMinor: amountMinor })),
      }),
    ),
  }),
  reads: true,
});

/** The lines of somebody's own order and the currency that they were paid in, to be bought again. */
export const readLines = command('orders.readLines', {
  input: z.object({ orderId: z.string(), buyerId: z.uuid() }),
  output: z.object({ currency: currencyCode, lines: z.array(z.object({ variantId: z.uuid(), quantity: z.int().positive() })) }),
  errors: ['NOT_FOUND'],
  reads: true,
});

/** What documents say of orders: their numbers, and the addresses that were frozen when they were placed. Unknown ids are left out. */
export const describeOrders = command('orders.describeOrders', {
  input: z.object({ orderIds: z.array(z.uuid()).max(1_000) }),
  output: z.object({ orders: z.array(z.object({ orderId: z.uuid(), number: z.string(), shippingAddress: address.nullable() })) }),
  reads: true,
});

/** The numbers by which people know orders; of an unknown one, nothing is said. */
export const readOrderNumbers = command('orders.readOrderNumbers', {
  input: z.object({ orderIds: z.array(z.uuid()).max(1_000) }),
  output: z.object({ orders: z.array(z.object({ orderId: z.uuid(), number: z.string() })) }),
  reads: true,
});

/** The lines by which somebody has paid for a product, of orders that stand. */
export const readPurchases = command('orders.readPurchases', {
  input: z.object({ buyerId: z.uuid(), productId: z.uuid() }),
  output: z.object({ lines: z.array(z.object({ orderItemId: z.uuid(), sellerId: z.uuid() })) }),
  reads: true,
});

/** Whether somebody has orders that have not ended. */
export const readOpenOrders = command('orders.readOpenOrders', {
  input: z.object({ userId: z.uuid(), sellerId: z.uuid().nullable() }),
  output: z.object({ open: z.array(z.enum(['ORDERS'])) }),
  reads: true,
});

/** What people are told of orders: the number, whose it is, and what is in it. Unknown ids are left out of the answer. */
export const summarizeOrders = command('orders.summarizeOrders', {
  input: z.object({ orderIds: z.array(z.uuid()).max(1_000) }),
  output: z.object({
    orders: z.array(
      z.object({
        orderId: z.uuid(),
        number: z.string(),
        buyerId: z.uuid(),
        items: z.array(z.object({ sellerId: z.uuid(), name: z.string(), quantity: z.int().positive() })),
      }),
    ),
  }),
  reads: true,
});
