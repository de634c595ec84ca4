import { expect, test } from '@jest/globals';
import { decideSignIn } from './decide-sign-in.ts';

const account = (isEmailVerified: boolean, accountType: 'BUYER' | 'SELLER' | 'ADMIN' = 'BUYER') => ({ isEmailVerified, accountType });

test.each([
  ['a verified address that nobody has here opens an account', true, true, null, 'OPEN'],
  ['one verified on both sides is the same person', true, true, account(true), 'LINK'],
  ['a seller’s too', true, true, account(true, 'SELLER'), 'LINK'],
  ['but not an administrator’s', true, true, account(true, 'ADMIN'), 'TAKEN'],
  ['nor where the provider’s word is not taken for it', true, false, account(true), 'TAKEN'],
  ['one that its owner here has not proved links nothing', true, true, account(false), 'TAKEN'],
  ['one that the provider has not verified opens nothing', false, true, null, 'UNVERIFIED'],
  ['and links nothing', false, true, account(true), 'UNVERIFIED'],
])('%s', (_what, isEmailVerified, linksByEmail, local, decision) => {
  expect(decideSignIn({ isEmailVerified, linksByEmail, local })).toBe(decision);
});
