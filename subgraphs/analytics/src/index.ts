import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import { migrations } from '../migrations/index.ts';
import { CartHour } from './carts/cart-hour.entity.ts';
import { CartsResolver, cartsPolicy } from './carts/carts.resolver.ts';
import { onCartChanged } from './carts/on-cart-changed.ts';
import { analyticsFigures } from './figures.ts';
import { CourseOrder } from './health/course-order.entity.ts';
import { Duration } from './health/duration.entity.ts';
import { forgetDurations } from './health/forget-durations.job.ts';
import { HealthResolver, healthPolicy } from './health/health.resolver.ts';
import { onEnrollmentStarted } from './health/on-enrollment-started.ts';
import { onVideoReady } from './health/on-video-ready.ts';
import { probeCommands } from './health/probe-commands.job.ts';
import { DeadLetterResolver, operatingPolicy, SagaResolver } from './operating/operating.resolver.ts';
import { LostDispute } from './payments/lost-dispute.entity.ts';
import { onDisputeUpdated } from './payments/on-dispute-updated.ts';
import { onPaymentCaptured } from './payments/on-payment-captured.ts';
import { onPaymentFailed } from './payments/on-payment-failed.ts';
import { onRefundFailed } from './payments/on-refund-failed.ts';
import { onRefundSucceeded } from './payments/on-refund-succeeded.ts';
import { PaymentHour } from './payments/payment-hour.entity.ts';
import { learnProducts } from './products/learn-products.job.ts';
import { onOrderConfirmed } from './products/on-order-confirmed.ts';
import { onProductOffered } from './products/on-product-offered.ts';
import { onReviewPublished } from './products/on-review-published.ts';
import { ProductDay } from './products/product-day.entity.ts';
import { CountedReview, ReviewDay } from './products/review-day.entity.ts';
import { SoldProduct } from './products/sold-product.entity.ts';
import { salesPolicy } from './sales/sales.policy.ts';
import { ProductSalesResolver, SalesReportResolver, SellerSalesResolver, sellerExtension } from './sales/sales.resolver.ts';
import { SellerHour } from './sales/seller-hour.entity.ts';

/**
 * What the other domains' events come to: sums by hour and day, made from events alone, and so made again from them whenever somebody wants.
 * And the platform as its operators see it, of which nothing is kept here: each domain is asked.
 */
export default defineSubgraph({
  name: 'analytics',
  entities: [SellerHour, ProductDay, SoldProduct, ReviewDay, CountedReview, PaymentHour, LostDispute, CartHour, Duration, CourseOrder],
  migrations,
  resolvers: [
    SellerSalesResolver,
    SalesReportResolver,
    ProductSalesResolver,
    CartsResolver,
    HealthResolver,
    DeadLetterResolver,
    SagaResolver,
  ],
  references: [sellerExtension],
  policies: [salesPolicy, cartsPolicy, healthPolicy, operatingPolicy],
  handlers: [
    ...[onPaymentCaptured, onPaymentFailed, onRefundSucceeded, onRefundFailed, onDisputeUpdated],
    ...[onOrderConfirmed, onProductOffered, onReviewPublished, onVideoReady, onEnrollmentStarted],
    ...onCartChanged,
  ],
  figures: analyticsFigures,
  jobs: [learnProducts, probeCommands, forgetDurations],
  staffActs: staffActs(recordStaffActs, 'analytics'),
});
