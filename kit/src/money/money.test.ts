import { describe, expect, test } from '@jest/globals';
import { Money } from './money.ts';

const written = (amountMinor: number, currency: string, locale = 'en-US'): string => Money.of({ amountMinor, currency }).formatted(locale);

describe('money as a person writes it', () => {
  test('has as many decimals as its currency has', () => {
    expect(written(123_456, 'USD')).toBe('$1,234.56');
    expect(written(123_456, 'JPY')).toBe('¥123,456');
    expect(written(123_456, 'KWD').replace(/\s/g, ' ')).toBe('KWD 123.456');
  });

  test('keeps its zeros and its sign', () => {
    expect(written(5, 'USD')).toBe('$0.05');
    expect(written(0, 'USD')).toBe('$0.00');
    expect(written(-5, 'USD')).toBe('-$0.05');
    expect(written(-7, 'JPY')).toBe('-¥7');
    expect(written(7, 'BHD').replace(/\s/g, ' ')).toBe('BHD 0.007');
  });

  test('is exact for the largest amount, where a float would round the cents away', () => {
    expect(written(Number.MAX_SAFE_INTEGER, 'USD')).toBe('$90,071,992,547,409.91');
    expect(written(Number.MAX_SAFE_INTEGER - 1, 'USD')).toBe('$90,071,992,547,409.90');
  });

  test('follows the locale, and falls back where there is no such locale', () => {
    expect(written(123_456, 'EUR', 'de-DE').replace(/\s/g, ' ')).toBe('1.234,56 €');
    expect(written(123_456, 'EUR', 'not a locale!')).toBe('€1,234.56');
  });
});
