import { expect, test } from '@jest/globals';
import { slugOf } from './slug.ts';

test('a slug keeps letters and digits of any Latin script, and is never empty', () => {
  expect(slugOf('  Émile’s  Café — Nº 5! ')).toBe('emile-s-cafe-no-5');
  expect(slugOf('東京')).toBe('product');
  expect(slugOf('x'.repeat(300))).toHaveLength(200);
});
