const digits = new Map<string, number>();

/** How many decimals a currency has, by ISO 4217: none of them yen, three of them dinars. Its minor unit is the last one. */
export function decimalsOf(currency: string): number {
  let known = digits.get(currency);
  if (known === undefined) {
    known = new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digits.set(currency, known);
  }
  return known;
}

/** Cards are charged in steps of so many minor units: where there are three decimals, providers take no single fils. */
export const chargeStep = (currency: string): number => (decimalsOf(currency) === 3 ? 10 : 1);
