import { expect, test } from '@jest/globals';
import { progressOf } from './progress-of.ts';

test('an order is as far as its slowest parcel, once all of them moved', () => {
  expect(progressOf(['PENDING', 'PENDING'])).toBeNull();
  expect(progressOf(['PROCESSING', 'PENDING'])).toBe('progress');
  expect(progressOf(['SHIPPED', 'PENDING'])).toBe('progress');
  expect(progressOf(['SHIPPED', 'IN_TRANSIT'])).toBe('ship');
  expect(progressOf(['DELIVERED', 'OUT_FOR_DELIVERY'])).toBe('ship');
  expect(progressOf(['DELIVERED', 'DELIVERED'])).toBe('deliver');
});

test('cancelled parcels do not count', () => {
  expect(progressOf(['CANCELLED', 'DELIVERED'])).toBe('deliver');
  expect(progressOf(['CANCELLED'])).toBeNull();
  expect(progressOf([])).toBeNull();
});

test('where all parcels are cancelled, what needed none has arrived', () => {
  expect(progressOf(['CANCELLED'], true)).toBe('deliver');
  expect(progressOf(['CANCELLED', 'PENDING'], true)).toBeNull();
  expect(progressOf([], true)).toBeNull();
});
