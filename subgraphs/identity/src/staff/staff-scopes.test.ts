import { expect, test } from '@jest/globals';
import { SCOPES } from '@stoa/schema/scopes';
import { assertOwn, difference, spelledOut, staffScopes } from './staff-scopes.ts';

test('scopes are granted once each, in one order, and whoever has all has no other', () => {
  expect(staffScopes.parse(['users:read', 'audit:read', 'users:read'])).toEqual(['audit:read', 'users:read']);
  expect(staffScopes.parse(['users:read', '*'])).toEqual(['*']);
  expect(staffScopes.safeParse(['users:everything']).success).toBe(false);
});

test('a token spells out all there is for who may do all', () => {
  expect(spelledOut(['*'])).toEqual(['*', ...SCOPES]);
  expect(spelledOut(['users:read'])).toEqual(['users:read']);
});

test('what changes is what is given and what is taken', () => {
  expect(difference(['a:read', 'b:read'], ['b:read', 'c:read'])).toEqual(['a:read', 'c:read']);
  expect(difference(['a:read'], ['a:read'])).toEqual([]);
});

test('nobody gives or takes what they do not have', () => {
  assertOwn(['*'], ['*', 'users:read']);
  assertOwn(['users:read'], ['users:read']);
  for (const beyond of ['users:write', '*'])
    expect(() => assertOwn(['users:read', 'staff:write'], ['users:read', beyond])).toThrow('only what you may do yourself');
});
