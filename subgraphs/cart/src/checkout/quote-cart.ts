import { parseInput } from '@stoa/kit/errors';
import { optionalText } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { quoteBasket } from '@stoa/schema/commands/orders';
import { z } from 'zod';
import type { Cart } from '../cart/cart.entity.ts';
import { itemsOf } from '../cart/cart.reference.ts';
import { allInCurrency, describe } from '../cart/sellable-variant.ts';
import { basketOf } from './basket-of.ts';
import type { CartQuote } from './cart-quote.ts';
import { shippingChoices } from './checkout.input.ts';

const quoteInput = z.object({
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'is a code of two capitals')
    .nullish(),
  region: optionalText(100),
  shippingMethods: shippingChoices,
});

/** What a cart would cost now, as far as it is known where it goes. What is no longer sold is left out, as its line says. */
export async function quoteCart(context: DomainContext, cart: Cart, input: z.input<typeof quoteInput>): Promise<CartQuote | null> {
  const { country, region, shippingMethods } = parseInput(quoteInput, input);
  const present = await itemsOf(context, cart);
  const described = await describe(
    context,
    present.map((item) => item.variantId),
  );
  const variants = allInCurrency(described, cart.currency);
  const items = present.filter(({ variantId }) => variants.get(variantId)?.price.currency === cart.currency);
  if (items.length === 0) return null;
  const destination = country ? { country, region: region ?? null } : null;
  const wishes = { destination, shippingMethods: shippingMethods ?? [], couponCodes: cart.couponCodes };
  const quote = await context.call(quoteBasket, basketOf(cart.buyerId, { items, currency: cart.currency }, variants, wishes));
  const of = (amountMinor: number): Money => Money.of({ amountMinor, currency: cart.currency! });
  return {
    ...{ subtotal: of(quote.subtotalMinor), discount: of(quote.discountMinor), shipping: of(quote.shippingMinor) },
    ...{ tax: of(quote.taxMinor), total: of(quote.totalMinor) },
    coupons: quote.coupons.map(({ code, sellerId, discountMinor, problem }) => {
      return { code, seller: sellerId === null ? null : { id: sellerId }, discount: of(discountMinor), problem };
    }),
    shippingOptions: quote.shipping.map(({ sellerId, available, chosenId, methods }) => ({
      ...{ seller: { id: sellerId }, available, chosenId },
      methods: methods.map(({ methodId, name, priceMinor }) => ({ id: methodId, name, price: of(priceMinor) })),
    })),
  };
}
