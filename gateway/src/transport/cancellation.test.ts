import { expect, test } from '@jest/globals';
import { Cancellation } from './cancellation.ts';

test('tells everybody who still wants to know once, with the first reason', () => {
  const cancellation = new Cancellation();
  const told: string[] = [];
  const second = (): void => void told.push('second');
  cancellation.addEventListener('abort', () => told.push('first'));
  cancellation.addEventListener('abort', second);
  cancellation.addEventListener('abort', () => told.push('third'));
  cancellation.removeEventListener('abort', second);
  expect(cancellation.aborted).toBe(false);
  cancellation.abort('too late');
  cancellation.abort('again');
  expect([told, cancellation.aborted, cancellation.reason]).toEqual([['first', 'third'], true, 'too late']);
});

test('tells nobody who comes after the end, as an AbortSignal', () => {
  const cancellation = new Cancellation();
  cancellation.abort();
  let told = 0;
  cancellation.addEventListener('abort', () => told++);
  cancellation.abort();
  expect([told, cancellation.reason]).toEqual([0, expect.any(Error)]);
});

test('one who is told may stop listening for others', () => {
  const cancellation = new Cancellation();
  let told = 0;
  const other = (): void => void told++;
  cancellation.addEventListener('abort', () => cancellation.removeEventListener('abort', other));
  cancellation.addEventListener('abort', other);
  cancellation.abort();
  expect(told).toBe(1);
});
