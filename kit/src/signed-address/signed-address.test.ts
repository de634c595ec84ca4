import { expect, jest, test } from '@jest/globals';
import { isSigned, signAddress } from './index.ts';

const given = new URL(signAddress('https://stoa.example', '/papers/7', 'secret', { from: '2026-01-01' }));
const good = (change: (query: URLSearchParams) => void = () => {}, path = given.pathname, secret = 'secret'): boolean => {
  const query = new URLSearchParams(given.search);
  change(query);
  return isSigned(path, query, secret);
};

test('an address is good as it was given, whatever the order of its query', () => {
  expect(given.origin).toBe('https://stoa.example');
  expect([good(), good((query) => query.sort())]).toEqual([true, true]);
});

test('another path, another query, another secret and none are not', () => {
  expect([
    good(undefined, '/papers/8'),
    good(undefined, undefined, 'guess'),
    good((query) => query.set('from', '2025-01-01')),
    good((query) => query.append('from', '2025-01-01')),
    good((query) => query.set('until', '99999999999')),
    good((query) => query.delete('signature')),
  ]).toEqual([false, false, false, false, false, false]);
});

test('it ends', () => {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 301_000);
  expect(good()).toBe(false);
  clock.mockRestore();
});
