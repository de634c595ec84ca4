import { expect, test } from '@jest/globals';
import { coursesAreLearnt, filesAreDownloaded } from './entitlement-invariants.ts';
import type { EntitledLine, GivenLine, PaymentFacts, Purchases } from './purchase-facts.ts';

const line = (orderItemId: string): EntitledLine => ({ orderItemId, whose: 'buyer product' });
const given = (orderItemId: string, paid = true): GivenLine => ({ ...line(orderItemId), paid });

function facts(lines: readonly EntitledLine[], kept: readonly GivenLine[], payment: Partial<PaymentFacts> = {}): Purchases {
  const payments = [{ refundedItems: [], freeItems: [], ...payment }];
  return { courseLines: lines, learntLines: kept, digitalLines: lines, downloads: kept, payments } as unknown as Purchases;
}

test.each([
  ['learning', coursesAreLearnt],
  ['media', filesAreDownloaded],
])('what %s gives is what was paid for and has not gone back', (domain, { check }) => {
  const found = (...about: Parameters<typeof facts>): string[] => check(facts(...about), null);
  expect(found([line('1')], [given('1')])).toEqual([]);
  expect(found([line('1')], [given('1', false)], { refundedItems: ['1'] })).toEqual([]);
  expect(found([line('1')], [])).toEqual([`line 1 buyer product is paid, and ${domain} does not know it`]);
  expect(found([], [given('1')])).toEqual([`line 1 buyer product is paid in ${domain} alone`]);
  expect(found([line('1')], [given('1')], { refundedItems: ['1'] })).toEqual([
    `line 1 buyer product has gone back, and ${domain} does not know it`,
    `line 1 buyer product is paid in ${domain} alone`,
  ]);
  expect(found([line('1')], [given('1', false)])).toHaveLength(2);
  expect(found([line('1')], [{ ...given('1'), whose: 'somebody else' }])).toHaveLength(2);
});

test.each([
  ['learning', coursesAreLearnt],
  ['media', filesAreDownloaded],
])('what cost nothing is given by %s, whether or not it has gone back', (domain, { check }) => {
  const free = { refundedItems: ['1'], freeItems: ['1'] };
  expect(check(facts([line('1')], [given('1')], free), null)).toEqual([]);
  expect(check(facts([line('1')], [given('1', false)], free), null)).toEqual([]);
  expect(check(facts([line('1')], [], free), null)).toEqual([`line 1 buyer product costs nothing, and ${domain} does not know it`]);
});
