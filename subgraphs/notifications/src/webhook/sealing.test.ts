import { expect, test } from '@jest/globals';
import { readSealingKeys, Sealing } from './sealing.ts';

const [OLD, NEW] = ['v1:'.padEnd(40, 'a'), 'v2:'.padEnd(40, 'b')];
const sealing = (text: string) => new Sealing(readSealingKeys(text));

test('what is sealed can be opened for its row, also after another key has come', () => {
  const sealed = sealing(OLD).seal('whsec_secret', 'row');
  expect(sealed).toMatch(/^v1\.[\w-]+$/);
  expect(sealed).not.toContain('secret');
  const both = sealing(`${NEW}, ${OLD}`);
  expect(both.open(sealed, 'row')).toBe('whsec_secret');
  expect(both.seal('whsec_secret', 'row').startsWith(both.prefix)).toBe(true);
  expect(sealed.startsWith(both.prefix)).toBe(false);
  expect(sealing(OLD).seal('whsec_secret', 'row')).not.toBe(sealed);
});

test('it cannot be opened for another row, without its key, or changed', () => {
  const sealed = sealing(OLD).seal('whsec_secret', 'row');
  expect(() => sealing(OLD).open(sealed, 'another')).toThrow();
  expect(() => sealing(NEW).open(sealed, 'row')).toThrow('the key v1');
  expect(() =>
    sealing(OLD).open(
      sealed.replace(/.(.)$/, (end) => (end === 'AA' ? 'BB' : 'AA')),
      'row',
    ),
  ).toThrow();
  expect(() => sealing(OLD).open('v1.', 'row')).toThrow();
});

test.each(['v1', 'v1:short', ':'.padEnd(40, 'a'), ' , '])('%p is no list of keys', (text) => {
  expect(() => readSealingKeys(text)).toThrow('STOA_WEBHOOK_SEALING_KEYS: must be like');
});
