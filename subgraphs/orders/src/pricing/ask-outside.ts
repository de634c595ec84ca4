import { chargeStep } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { z } from 'zod';
import type { Basket } from './basket.ts';
import type { Discounted } from './price-basket.ts';
import { pricingSettings } from './pricing-settings.ts';
import { roundTo } from './proportion.ts';
import type { ShippingOffer } from './ship-basket.ts';
import type { Tax } from './tax-of.ts';

/** A buyer waits for this. */
const TIMEOUT_MS = 2_000;

const prices = z.object({ prices: z.array(z.object({ methodId: z.string(), priceMinor: z.int().min(0).max(99_999_999) })) });

/** What sellers' methods cost by a rate service. A method that it does not name, and all where it gives no answer in time, cost what their seller has set. */
export async function withOutsideRates(
  context: DomainContext,
  { currency, destination, lines }: Basket,
  offers: readonly ShippingOffer[],
): Promise<readonly ShippingOffer[]> {
  const { STOA_SHIPPING_RATES_URL: url } = context.use(pricingSettings);
  if (!url || !destination || offers.length === 0) return offers;
  const goods = lines.filter(({ kind }) => kind === 'PHYSICAL');
  const asked = offers.map(({ methodId, sellerId, name }) => {
    const items = goods
      .filter((line) => line.sellerId === sellerId)
      .map(({ quantity, unitPrice }) => ({ quantity, unitPriceMinor: unitPrice.amountMinor }));
    return { methodId, sellerId, name, items };
  });
  const answer = await ask(context, url, { currency, destination, methods: asked }, prices);
  const priceOf = new Map(answer?.prices.map(({ methodId, priceMinor }) => [methodId, priceMinor]));
  return offers.map((offer) => {
    const priceMinor = priceOf.get(offer.methodId);
    return priceMinor === undefined ? offer : { ...offer, baseMinor: priceMinor, perItemMinor: 0 };
  });
}

const taxes = z.object({
  taxes: z.array(z.object({ ratePpm: z.int().min(0).max(1_000_000), included: z.boolean(), taxMinor: z.int().min(0) })),
});

/** The tax on each charge by a tax service; null where nobody is asked, or gives no good answer in time, so that the rates that are set here count. */
export async function outsideTaxes(context: DomainContext, { basket, charges }: Discounted): Promise<Tax[] | null> {
  const { STOA_TAX_URL: url } = context.use(pricingSettings);
  const { currency, destination } = basket;
  if (!url || !destination) return null;
  const asked = charges.map(({ kind, sellerId, categoryIds, taxableMinor }) => ({ kind, sellerId, categoryIds, taxableMinor }));
  // No tax is more than what it is owed on, and there is one for each charge.
  const fitting = taxes.refine(
    (answer) =>
      answer.taxes.length === charges.length && answer.taxes.every(({ taxMinor }, index) => taxMinor <= charges[index]!.taxableMinor),
  );
  const answer = await ask(context, url, { currency, destination, charges: asked }, fitting);
  const step = chargeStep(currency);
  return (
    answer?.taxes.map(({ ratePpm, included, taxMinor }) => {
      return { taxRatePpm: ratePpm, taxIncluded: included, taxMinor: included ? taxMinor : roundTo(step, taxMinor) };
    }) ?? null
  );
}

async function ask<T>(context: DomainContext, url: string, body: object, answer: z.ZodType<T>): Promise<T | null> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    return answer.parse(await response.json());
  } catch (error) {
    context.log.warn({ err: error, url }, 'a service outside gives no price');
    return null;
  }
}
