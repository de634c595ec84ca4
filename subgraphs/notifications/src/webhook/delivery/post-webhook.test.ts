import { expect, test } from '@jest/globals';
import { resultOf } from '../../delivery/result-of.ts';
import { outcomeOf } from './post-webhook.ts';
import { WEBHOOKS } from './settle-webhook.ts';

test.each([200, 201, 202, 204, 299])('%p takes a webhook', (status) => {
  expect(outcomeOf(status)).toEqual({ kind: 'delivered' });
});

test.each([300, 301, 302, 307, 308, 304])('%p is a redirect, and followed nowhere', (status) => {
  expect(outcomeOf(status)).toEqual({ kind: 'retry', code: 'REDIRECTED' });
});

test.each([400, 401, 404, 409, 422, 429, 500, 503])('%p does not take it now', (status) => {
  expect(outcomeOf(status)).toEqual({ kind: 'retry', code: 'NOT_ACCEPTED' });
});

test('410 never takes one again', () => {
  expect(outcomeOf(410)).toMatchObject({ kind: 'permanent', code: 'GONE' });
});

test('whoever says after how many seconds to come again is heeded, and no other word of theirs', () => {
  expect(outcomeOf(503, '120')).toMatchObject({ afterSeconds: 120 });
  for (const said of ['Wed, 21 Oct 2026 07:28:00 GMT', '-1', '1e9', '', ['1', '2']])
    expect(outcomeOf(503, said)).not.toHaveProperty('afterSeconds');
});

test('it is tried soon, then ever more seldom, and never given up for the number of tries', () => {
  const after = (attempts: number) => resultOf({ kind: 'retry', code: 'NOT_ACCEPTED' }, attempts, WEBHOOKS).againAfter;
  expect([1, 2, 3, 4, 5, 6, 7, 100].map(after)).toEqual([15, 60, 240, 960, 3_840, 14_400, 14_400, 14_400]);
});
