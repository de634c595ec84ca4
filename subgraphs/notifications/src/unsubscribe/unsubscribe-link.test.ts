import { expect, test } from '@jest/globals';
import { readUnsubscribeLink, unsubscribeLink } from './unsubscribe-link.ts';

const read = (address: string, secret = 'secret') => readUnsubscribeLink(secret, new URL(address).searchParams);

test('a link says whose mails of which kind, and nobody can make one or change it', () => {
  const link = unsubscribeLink('https://shop.example', 'secret', 'user-1', 'STOCK_LOW');
  expect(read(link)).toEqual({ userId: 'user-1', kind: 'STOCK_LOW' });
  expect(read(link, 'another')).toBeNull();
  expect(read(link.replace('user-1', 'user-2'))).toBeNull();
  expect(read(link.replace('STOCK_LOW', 'PAYOUT_PAID'))).toBeNull();
  expect(read(link.replace(/signature=.*/, 'signature='))).toBeNull();
});
