import { answerRead } from '@stoa/kit/commands';
import { quoteBasket } from '@stoa/schema/commands/orders';
import { quote } from './price-order.ts';

/** What a basket would cost now, with what is wrong with it, so that whoever fills it can put it right. */
export const answerQuoteBasket = answerRead(quoteBasket, async (context, { buyerId, destination = null, ...basket }) => {
  const { options, coupons, subtotalMinor, discountMinor, shippingMinor, taxMinor, totalMinor } = await quote(
    context,
    { ...basket, destination },
    buyerId,
  );
  return {
    ...{ subtotalMinor, discountMinor, shippingMinor, taxMinor, totalMinor },
    coupons: coupons.map(({ couponId: _, ...coupon }) => coupon),
    shipping: options.map(({ misfit, available, methods, ...seller }) => ({
      ...seller,
      available: available && !misfit,
      methods: [...methods],
    })),
  };
});
