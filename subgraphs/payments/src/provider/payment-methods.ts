import { z } from 'zod';

/**
 * Stripe's types that tell at once, or as soon as the buyer comes back, whether they have paid; wallets such as Apple Pay are cards.
 * Stock is held for half an hour, so that debits, vouchers and transfers, which take days, have no place here.
 */
const INSTANT = new Set(
  (
    'card link cashapp amazon_pay revolut_pay paypal alipay wechat_pay grabpay paynow promptpay kakao_pay naver_pay samsung_pay payco ' +
    'ideal bancontact blik eps p24 mobilepay twint swish pix klarna affirm afterpay_clearpay'
  ).split(' '),
);

/** `card,link,ideal`: what buyers may pay by at Stripe. */
export const stripePaymentMethods = z
  .string()
  .transform((text) => text.split(',').map((type) => type.trim()))
  .pipe(z.array(z.string().refine((type) => INSTANT.has(type), 'must be types of Stripe that settle at once, such as card,link,ideal')))
  .prefault('card');
