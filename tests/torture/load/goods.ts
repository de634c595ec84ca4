import type { Currency } from './scene.ts';

interface PriceTag {
  readonly amountMinor: number;
  /** When its seller began to ask for it, and when the next one was known to hold. */
  readonly fromMs: number;
  untilMs: number;
}

interface Ids {
  readonly productId: string;
  readonly variantId: string;
}

/** Sent in a parcel, read, or learnt. */
export type Kind = 'PHYSICAL' | 'DIGITAL' | 'COURSE';

/** Something that a seller offers, with all that its seller did to price and stock, as far as the seller can know. */
export class Goods implements Ids {
  readonly productId: string;
  readonly variantId: string;
  /** Only what is sent is counted. */
  readonly kind: Kind;
  readonly #prices = new Map<Currency, PriceTag[]>();
  /** How many were ever put there. */
  #whole: number;
  /** Put there perhaps: the answer to it was lost, and afterwards nobody could tell. */
  readonly #unsure: number[] = [];

  constructor({ productId, variantId }: Ids, prices: Partial<Record<Currency, number>>, whole: number, kind: Kind = 'PHYSICAL') {
    this.productId = productId;
    this.variantId = variantId;
    this.kind = kind;
    for (const [currency, amountMinor] of Object.entries(prices) as [Currency, number][])
      this.#prices.set(currency, [{ amountMinor, fromMs: 0, untilMs: Number.POSITIVE_INFINITY }]);
    this.#whole = whole;
  }

  /** The seller begins to ask for another price; what is answered is to be called when it holds. */
  reprice(amountMinor: number, currency: Currency = 'USD'): () => void {
    const tags = this.#prices.get(currency)!;
    const before = tags.at(-1)!;
    tags.push({ amountMinor, fromMs: Date.now(), untilMs: Number.POSITIVE_INFINITY });
    return () => {
      before.untilMs = Date.now();
    };
  }

  /** Whether somebody who asked and was answered then can have been told this price. */
  canHaveCost(amountMinor: number, currency: string, askedAtMs: number, answeredAtMs: number): boolean {
    const tags = this.#prices.get(currency as Currency) ?? [];
    return tags.some((tag) => tag.amountMinor === amountMinor && tag.fromMs <= answeredAtMs && tag.untilMs >= askedAtMs);
  }

  restock(more: number, sure: boolean): void {
    if (sure) this.#whole += more;
    else this.#unsure.push(more);
  }

  /** Whether so many can ever have been put there. */
  canBe(whole: number): boolean {
    const sums = new Set([this.#whole]);
    for (const more of this.#unsure) for (const sum of [...sums]) sums.add(sum + more);
    return sums.has(whole);
  }
}
