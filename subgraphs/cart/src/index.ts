import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import { CartAbandoned, CartCompleted, CartCreated, CartItemAdded, CartMerged, CheckoutStarted } from '@stoa/schema/events/cart';
import { migrations } from '../migrations/index.ts';
import { Cart, CartItem } from './cart/cart.entity.ts';
import { cartMachine } from './cart/cart.machine.ts';
import { cartPolicy } from './cart/cart.policy.ts';
import { cartReference } from './cart/cart.reference.ts';
import { CartItemResolver, CartResolver } from './cart/cart.resolver.ts';
import { expireCarts } from './cart/expire-carts.job.ts';
import { onOrderCancelled } from './cart/on-order-cancelled.ts';
import { onOrderConfirmed } from './cart/on-order-confirmed.ts';
import { onProductOffered } from './cart/on-product-offered.ts';
import { onReservationExpired } from './cart/on-reservation-expired.ts';
import { Checkout } from './checkout/checkout.entity.ts';
import { checkoutPolicy } from './checkout/checkout.policy.ts';
import { CheckoutResolver } from './checkout/checkout.resolver.ts';
import { QuoteResolver } from './checkout/quote.resolver.ts';
import { resumeCheckouts } from './checkout/resume-checkouts.job.ts';
import { couponPolicy } from './coupon/coupon.policy.ts';
import { CouponResolver } from './coupon/coupon.resolver.ts';
import { CartMerge } from './merge/cart-merge.entity.ts';
import { LeftOutLineResolver, MergeResolver } from './merge/merge.resolver.ts';
import { cartPersonalData } from './personal-data.ts';
import { cartSettings } from './settings.ts';

/** Baskets with a life of fifteen minutes, and the way from a basket to an order. */
export default defineSubgraph({
  name: 'cart',
  entities: [Cart, CartItem, Checkout, CartMerge],
  migrations,
  resolvers: [CartResolver, CartItemResolver, CheckoutResolver, QuoteResolver, MergeResolver, LeftOutLineResolver, CouponResolver],
  references: [cartReference],
  policies: [cartPolicy, checkoutPolicy, couponPolicy],
  machines: [cartMachine],
  publishes: [CartCreated, CartItemAdded, CheckoutStarted, CartAbandoned, CartCompleted, CartMerged],
  handlers: [onOrderConfirmed, onOrderCancelled, onReservationExpired, onProductOffered],
  jobs: [expireCarts, resumeCheckouts],
  resources: [cartSettings],
  personalData: cartPersonalData,
  staffActs: staffActs(recordStaffActs, 'cart'),
});
