import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import { OrderCancelled, OrderConfirmed, OrderPlaced, OrderUpdated, RefundRequested } from '@stoa/schema/events/orders';
import { migrations } from '../migrations/index.ts';
import { checkoutSaga } from './checkout/checkout.saga.ts';
import { CheckoutSaga } from './checkout/checkout-saga.entity.ts';
import { answerPlaceOrder } from './checkout/place-order.ts';
import { resumeSagasOfCheckout } from './checkout/resume-sagas.job.ts';
import { commissionPolicy } from './commission/commission.policy.ts';
import { CommissionResolver } from './commission/commission.resolver.ts';
import { CommissionRate } from './commission/commission-rate.entity.ts';
import { Coupon, CouponUse } from './coupon/coupon.entity.ts';
import { couponPolicy } from './coupon/coupon.policy.ts';
import { CouponResolver } from './coupon/coupon.resolver.ts';
import { orderFigures } from './figures.ts';
import { OrderChargesResolver, OrderItemChargesResolver } from './order/charges.resolver.ts';
import { answerDescribeOrders } from './order/describe-orders.ts';
import { endUnpaidOrders } from './order/end-unpaid-orders.job.ts';
import { onLineRefunded } from './order/on-line-refunded.ts';
import { onLineRestored } from './order/on-line-restored.ts';
import { onPaymentCaptured } from './order/on-payment-captured.ts';
import { onPaymentFailed } from './order/on-payment-failed.ts';
import { onRefundSucceeded } from './order/on-refund-succeeded.ts';
import { onReservationExpired } from './order/on-reservation-expired.ts';
import { onSaleRefused } from './order/on-sale-refused.ts';
import { Order, OrderItem, OrderStatusChange } from './order/order.entity.ts';
import { orderMachine } from './order/order.machine.ts';
import { orderPolicy } from './order/order.policy.ts';
import { orderItemReference, orderReference } from './order/order.reference.ts';
import { OrderItemResolver, OrderResolver, OrderStatusChangeResolver, UserOrdersResolver, userExtension } from './order/order.resolver.ts';
import { answerReadLines } from './order/read-lines.ts';
import { answerReadOpenOrders } from './order/read-open-orders.ts';
import { answerReadOrderNumbers } from './order/read-order-numbers.ts';
import { answerReadPurchases } from './order/read-purchases.ts';
import { answerSummarizeOrders } from './order/summarize-orders.ts';
import { ordersPersonalData } from './personal-data.ts';
import { pricingSettings } from './pricing/pricing-settings.ts';
import { answerQuoteBasket } from './pricing/quote-basket.ts';
import { sellerExtension } from './seller/seller.stub.ts';
import { KnownShipment } from './shipment/known-shipment.projection.ts';
import { onItemsDropped } from './shipment/on-items-dropped.ts';
import { onShipmentUpdated } from './shipment/on-shipment-updated.ts';
import { shippingPolicy } from './shipping/shipping.policy.ts';
import { SellerShippingResolver, ShippingMethodResolver } from './shipping/shipping.resolver.ts';
import { ShippingMethod } from './shipping/shipping-method.entity.ts';
import { taxPolicy } from './tax/tax.policy.ts';
import { TaxResolver } from './tax/tax.resolver.ts';
import { TaxRate } from './tax/tax-rate.entity.ts';

/** Orders: what was bought, for how much, and how far it has come. */
export default defineSubgraph({
  name: 'orders',
  entities: [Order, OrderItem, OrderStatusChange, CheckoutSaga, KnownShipment, CommissionRate, ShippingMethod, TaxRate, Coupon, CouponUse],
  migrations,
  resolvers: [
    ...[OrderResolver, OrderItemResolver, OrderStatusChangeResolver, UserOrdersResolver, OrderChargesResolver, OrderItemChargesResolver],
    ...[CommissionResolver, ShippingMethodResolver, SellerShippingResolver, TaxResolver, CouponResolver],
  ],
  references: [orderReference, orderItemReference, userExtension, sellerExtension],
  policies: [orderPolicy, commissionPolicy, shippingPolicy, taxPolicy, couponPolicy],
  machines: [orderMachine],
  sagas: [checkoutSaga],
  commands: [
    answerReadOpenOrders,
    answerPlaceOrder,
    answerReadLines,
    answerReadOrderNumbers,
    answerDescribeOrders,
    answerSummarizeOrders,
    answerReadPurchases,
    answerQuoteBasket,
  ],
  publishes: [OrderPlaced, OrderConfirmed, OrderCancelled, OrderUpdated, RefundRequested],
  handlers: [
    ...[onPaymentCaptured, onPaymentFailed, onRefundSucceeded, onLineRefunded, onLineRestored],
    ...[onShipmentUpdated, onReservationExpired, onSaleRefused, onItemsDropped],
  ],
  figures: orderFigures,
  jobs: [resumeSagasOfCheckout, endUnpaidOrders],
  resources: [pricingSettings],
  personalData: ordersPersonalData,
  staffActs: staffActs(recordStaffActs, 'orders'),
});
