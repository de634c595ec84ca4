import { expect, test } from '@jest/globals';
import { keyringFor, keyringOfPairs, pairKeysOf, readPairKey, writePairKey } from './keyring.ts';
import { signRequest, verifyRequest } from './signature.ts';
import { anonymous } from './viewer.ts';

const roots = { v2: 'the newer root', v1: 'the older root' };
const services = ['gateway', 'orders', 'payments'];
const request = { method: 'POST', path: '/commands/payments.create', body: '{}', viewer: anonymous };

test('a service that holds only its pairs is understood by one that holds the roots, and the other way round', () => {
  const texts = pairKeysOf('orders', services, roots).map(writePairKey);
  const orders = keyringOfPairs(
    'orders',
    texts.map((text) => readPairKey(text)!),
  );
  const payments = keyringFor('payments', roots);
  const signed = signRequest(orders.signingKey('payments'), { ...request, caller: 'orders', callee: 'payments' });
  expect(signed['x-service-api-key']).toBe('v2.orders.payments');
  expect(verifyRequest((id) => payments.verificationKey(id), { ...request, callee: 'payments', headers: signed })).toMatchObject({
    caller: 'orders',
  });
  const older = keyringFor('payments', { v1: roots.v1 });
  const answered = signRequest(older.signingKey('orders'), { ...request, caller: 'payments', callee: 'orders' });
  expect(verifyRequest((id) => orders.verificationKey(id), { ...request, callee: 'orders', headers: answered })).toMatchObject({
    caller: 'payments',
  });
});

test('it can pose as nobody else, and knows no pair but its own', () => {
  const pairs = pairKeysOf('orders', services, roots);
  expect(pairs).toHaveLength(8);
  expect(pairs.every(({ id }) => id.includes('.orders'))).toBe(true);
  const orders = keyringOfPairs('orders', pairs);
  expect(orders.verificationKey('v2.orders.payments')).toBeUndefined();
  expect(() => orders.signingKey('ledger')).toThrow('orders holds no key for calls to ledger');
});

test('text that is no pair key is not read as one', () => {
  expect(readPairKey('v1.orders.payments')).toBeNull();
  expect(readPairKey('v1.orders.payments:short')).toBeNull();
});
