import type { Amount, Kind, KindData, Names } from '../kind/kinds.ts';

/** What a notification says, before it has any form: plain text, whatever stands in it. */
export interface Words {
  /** One line. */
  readonly title: string;
  /** Paragraphs. */
  readonly lines: readonly string[];
}

/** What a language needs to say of a kind. What is called by no name is called by what it is. */
export interface Facts {
  readonly order: string;
  readonly items: readonly string[];
  readonly product: string;
  money(amount: Amount): string;
  /** Titles of what a digest sums up. */
  readonly titles: readonly string[];
}

/** All that is said in one language. A kind that has no words does not compile. */
export interface Language {
  /** BCP 47. */
  readonly locale: string;
  readonly words: { readonly [K in Kind]: (data: KindData[K], facts: Facts) => Words };
  /** What is sent to a number to see whose it is. */
  readonly phoneCode: (code: string) => Words;
  /** For things whose name is not known, and for what stands under each message. */
  readonly unnamed: { readonly order: string; readonly product: string };
  readonly open: string;
  readonly unsubscribe: string;
  readonly why: string;
  readonly page: { readonly question: string; readonly button: string; readonly done: string; readonly badLink: string };
}

export const factsOf = ({ locale, unnamed }: Language, names: Names, titles: readonly string[] = []): Facts => ({
  order: names.order ?? unnamed.order,
  items: names.items ?? [],
  product: names.product ?? unnamed.product,
  titles,
  money: ({ amountMinor, currency }) => {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  },
});
