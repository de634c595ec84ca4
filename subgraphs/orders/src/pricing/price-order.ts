import { badInput, DomainError } from '@stoa/kit/errors';
import type { DomainContext } from '@stoa/kit/use-case';
import type { placeOrder } from '@stoa/schema/commands/orders';
import type { z } from 'zod';
import { couponInvalid } from '../coupon/use-coupons.ts';
import { outsideTaxes, withOutsideRates } from './ask-outside.ts';
import type { Basket, BasketLine } from './basket.ts';
import { discountBasket, type PricedBasket, settleBasket, taxesOf } from './price-basket.ts';
import { readRates } from './read-rates.ts';

type Request = z.output<typeof placeOrder.input>;

interface Quote<Line extends BasketLine> extends PricedBasket<Line> {
  /** True where it depends on an address that nobody has given. */
  readonly taxUnknown: boolean;
}

/** A basket at the rates of now, whatever is wrong with it. */
export async function quote<Line extends BasketLine>(context: DomainContext, basket: Basket<Line>, buyerId: string): Promise<Quote<Line>> {
  const rates = await readRates(context, basket, buyerId);
  const offers = await withOutsideRates(context, basket, rates.offers);
  const discounted = discountBasket(basket, { ...rates, offers });
  const taxes = (await outsideTaxes(context, discounted)) ?? taxesOf(discounted, rates);
  return { ...settleBasket(discounted, taxes, rates.commission), taxUnknown: rates.taxed && !basket.destination };
}

/** What an order costs. Throws where it cannot be had, or not for what its buyer was told. */
export async function priceOrder(context: DomainContext, request: Request): Promise<PricedBasket<Request['lines'][number]>> {
  const { currency, lines, shippingMethods, couponCodes, expectedTotal } = request;
  const destination = request.destination ?? request.shippingAddress ?? null;
  const priced = await quote(context, { currency, lines, destination, shippingMethods, couponCodes }, request.buyerId);
  if (priced.taxUnknown) throw badInput('an address is needed where tax may be owed', 'shippingAddress');
  const unsent = priced.options.find(({ available, misfit }) => !available || misfit);
  if (unsent)
    throw new DomainError('SHIPPING_UNAVAILABLE', unsent.available ? 'This method cannot be had' : 'The seller does not ship there', {
      sellerId: unsent.sellerId,
      country: destination?.country ?? null,
    });
  const refused = priced.coupons.find(({ problem }) => problem !== null);
  if (refused) throw couponInvalid(refused.code, refused.problem!);
  const total = { amountMinor: priced.totalMinor, currency };
  if (expectedTotal && (expectedTotal.amountMinor !== total.amountMinor || expectedTotal.currency !== currency))
    throw new DomainError('PRICE_CHANGED', 'The total is not what was expected', { total });
  return priced;
}
