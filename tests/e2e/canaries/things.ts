import type { World } from '../isolation/world.ts';
import type { IdOf } from './generated-input.ts';

/** Which thing of the world an id names, by the field that takes it and the input's own name. */
export function thingsOf(world: World): IdOf {
  const { course, bought, onSale } = world;
  const things: readonly (readonly [RegExp, string | null | undefined])[] = [
    [/webhookDelivery/i, world.webhookDeliveryId],
    [/(?<!parked)webhook|endpointId/i, world.webhookEndpointId],
    [/return/i, world.returnId],
    [/shippingMethod/i, world.shippingMethodId],
    [/shipment|confirmDelivery/i, world.shipmentId],
    [/payment/i, bought.payment.id],
    [/order/i, bought.order.id],
    [/coupon/i, world.couponId],
    [/chapter/i, course.chapterId],
    [/lecture|progress/i, course.lectureIds[0]],
    [/file|upload/i, world.fileId],
    [/variant|stock/i, onSale.variantId],
    [/product/i, onSale.productId],
    [/review/i, world.hiddenReviewId],
    [/address/i, world.addressId],
    [/session/i, world.sessionId],
    [/signIn/i, world.signInMethodId],
    [/push/i, world.pushTargetId],
    [/notification/i, world.notificationId],
    [/itemId|fromCart/i, world.cartItemId],
    [/seller/i, world.seller.sellerId],
    [/user/i, world.buyer.userId],
  ];
  return (field, input) => {
    const fits = things.find(([name]) => name.test(input)) ?? things.find(([name]) => name.test(field));
    return fits?.[1] ?? undefined;
  };
}
