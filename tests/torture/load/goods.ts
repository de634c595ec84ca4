interface PriceTag {
  readonly amountMinor: number;
  /** When its seller began to ask for it, and when the next one was known to hold. */
  readonly fromMs: number;
  untilMs: number;
}

/** Something that a seller offers, with all that its seller did to price and stock, as far as the seller can know. */
export class Goods {
  readonly productId: string;
  readonly variantId: string;
  readonly #prices: PriceTag[];
  /** How many were ever put there. */
  #whole: number;
  /** Put there perhaps: the answer to it was lost, and afterwards nobody could tell. */
  readonly #unsure: number[] = [];

  constructor(ids: { readonly productId: string; readonly variantId: string }, amountMinor: number, whole: number) {
    this.productId = ids.productId;
    this.variantId = ids.variantId;
    this.#prices = [{ amountMinor, fromMs: 0, untilMs: Number.POSITIVE_INFINITY }];
    this.#whole = whole;
  }

  /** The seller begins to ask for another price; what is answered is to be called when it holds. */
  reprice(amountMinor: number): () => void {
    const before = this.#prices.at(-1)!;
    this.#prices.push({ amountMinor, fromMs: Date.now(), untilMs: Number.POSITIVE_INFINITY });
    return () => {
      before.untilMs = Date.now();
    };
  }

  /** Whether somebody who asked and was answered then can have been told this price. */
  canHaveCost(amountMinor: number, askedAtMs: number, answeredAtMs: number): boolean {
    return this.#prices.some((tag) => tag.amountMinor === amountMinor && tag.fromMs <= answeredAtMs && tag.untilMs >= askedAtMs);
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
