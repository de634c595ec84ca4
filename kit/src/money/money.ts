import { Arg, Directive, Field, InputType, ObjectType } from 'type-graphql';
import { CurrencyCode, SafeInt } from '../graphql/scalars.ts';
import { BigIntType, Embeddable, Property } from '../persistence/mikro-orm.ts';
import type { Amount } from './amount.ts';
import { decimalsOf } from './currency.ts';

/** Money as a column pair of a row and as a type of the graph. */
@Embeddable()
@Directive('@shareable')
@ObjectType('Money')
export class Money implements Amount {
  @Field(() => SafeInt)
  @Property({ type: new BigIntType('number') })
  amountMinor!: number;

  @Field(() => CurrencyCode)
  @Property({ type: 'character', length: 3 })
  currency!: string;

  static of(value: Amount): Money {
    return Object.assign(new Money(), { amountMinor: value.amountMinor, currency: value.currency });
  }

  /** As a person of that locale writes it. */
  @Field(() => String)
  formatted(@Arg('locale', () => String, { defaultValue: 'en-US' }) locale: string): string {
    return formatterFor(locale, this.currency).format(decimalOf(this) as unknown as number);
  }
}

/** An amount as a decimal, 12.30 of dollars: exact, where a float would round. */
export function decimalOf({ amountMinor, currency }: Amount): string {
  const digits = decimalsOf(currency);
  const sign = amountMinor < 0 ? '-' : '';
  const padded = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  return digits === 0 ? sign + padded : `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

@InputType('MoneyInput')
export class MoneyInput implements Amount {
  @Field(() => SafeInt)
  amountMinor!: number;

  @Field(() => CurrencyCode)
  currency!: string;
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Formatters are costly to make; locales come from clients, so what is kept is bounded. */
function formatterFor(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    if (formatters.size >= 500) formatters.clear();
    formatters.set(key, (formatter = makeFormatter(locale, currency)));
  }
  return formatter;
}

function makeFormatter(locale: string, currency: string): Intl.NumberFormat {
  const digits = decimalsOf(currency);
  const style = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  try {
    return new Intl.NumberFormat(locale, style);
  } catch {
    return new Intl.NumberFormat('en-US', style);
  }
}
