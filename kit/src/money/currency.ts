const listed = (codes: string): ReadonlySet<string> => new Set(codes.split(' '));

/**
 * What ISO 4217 says, which is what providers count in. `Intl` asks people's habits instead, which leave the cents of forints and rupiahs
 * out: by it a buyer would be shown a hundred times what is charged.
 */
const WITHOUT_DECIMALS = listed('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF');
const WITH_THREE = listed('BHD IQD JOD KWD LYD OMR TND');
const WITH_FOUR = listed('CLF UYW');

/** How many decimals a currency has: none of them yen, three of them dinars. Its minor unit is the last one. */
export function decimalsOf(currency: string): number {
  if (WITHOUT_DECIMALS.has(currency)) return 0;
  if (WITH_THREE.has(currency)) return 3;
  return WITH_FOUR.has(currency) ? 4 : 2;
}

/** Cards are charged in steps of so many minor units: where there are three decimals, providers take no single fils. */
export const chargeStep = (currency: string): number => (decimalsOf(currency) === 3 ? 10 : 1);

/** Whether a provider can take it, or give it back, to the last minor unit. */
export const isChargeable = ({ amountMinor, currency }: { readonly amountMinor: number; readonly currency: string }): boolean =>
  amountMinor % chargeStep(currency) === 0;

/** What to tell whoever names an amount that cannot be charged. */
export const NOT_CHARGEABLE = 'must end in a zero, since no less of this currency can be charged';
