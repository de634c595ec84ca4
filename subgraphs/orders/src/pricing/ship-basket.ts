import { chargeStep } from '@stoa/kit/money';
import type { Basket, BasketLine, Destination } from './basket.ts';
import { roundTo, total } from './proportion.ts';

/** One way in which a seller sends, and what they take for it. */
export interface ShippingOffer {
  readonly methodId: string;
  readonly sellerId: string;
  readonly name: string;
  /** Countries (`DE`) and regions of countries (`US-CA`); none means everywhere. */
  readonly destinations: readonly string[];
  readonly currency: string;
  readonly baseMinor: number;
  /** For each piece beyond the first. */
  readonly perItemMinor: number;
  /** From which value of the seller's goods on it costs nothing; null for never. */
  readonly freeFromMinor: number | null;
}

/** What a basket's goods of one seller would cost to send. */
export interface SellerShipping {
  readonly sellerId: string;
  /** False where the seller does not ship to where the basket goes. */
  readonly available: boolean;
  /** In the order of their prices. */
  readonly methods: readonly { readonly methodId: string; readonly name: string; readonly priceMinor: number }[];
  /** What was chosen, or else the cheapest; null where nothing is charged, or nothing fits. */
  readonly chosenId: string | null;
  /** True where somebody chose a method that cannot be had. */
  readonly misfit: boolean;
}

/** For each seller of physical goods what sending them would cost. A seller who has set no method charges nothing. */
export function shipBasket({ lines, currency, destination, shippingMethods }: Basket, offers: readonly ShippingOffer[]): SellerShipping[] {
  const goods = lines.filter(({ kind }) => kind === 'PHYSICAL');
  return [...new Set(goods.map(({ sellerId }) => sellerId))].map((sellerId) => {
    const own = goods.filter((line) => line.sellerId === sellerId);
    const set = offers.filter((offer) => offer.sellerId === sellerId);
    const fitting = set.filter((offer) => offer.currency === currency && (!destination || reaches(offer, destination)));
    const methods = fitting
      .map((offer) => ({ methodId: offer.methodId, name: offer.name, priceMinor: priceOf(offer, own) }))
      .toSorted((one, other) => one.priceMinor - other.priceMinor || (one.methodId < other.methodId ? -1 : 1));
    const wantedId = shippingMethods.find((choice) => choice.sellerId === sellerId)?.methodId;
    const chosen = wantedId === undefined ? methods[0] : methods.find(({ methodId }) => methodId === wantedId);
    return {
      sellerId,
      methods,
      available: set.length === 0 || methods.length > 0,
      chosenId: chosen?.methodId ?? null,
      misfit: wantedId !== undefined && !chosen,
    };
  });
}

const reaches = ({ destinations }: ShippingOffer, { country, region }: Destination): boolean =>
  destinations.length === 0 || destinations.includes(country) || (!!region && destinations.includes(`${country}-${region.toUpperCase()}`));

function priceOf({ baseMinor, perItemMinor, freeFromMinor, currency }: ShippingOffer, lines: readonly BasketLine[]): number {
  if (freeFromMinor !== null && total(lines.map((line) => line.unitPrice.amountMinor * line.quantity)) >= freeFromMinor) return 0;
  return roundTo(chargeStep(currency), baseMinor + perItemMinor * (total(lines.map(({ quantity }) => quantity)) - 1));
}
