import { DomainError } from '@stoa/kit/errors';
import { internalRoute, json } from '@stoa/kit/subgraph';
import { z } from 'zod';
import { assertNotSuspended } from '../session/assert-not-suspended.ts';
import { identitySettings } from '../settings.ts';
import { spelledOut } from '../staff/staff-scopes.ts';
import { findAccount } from './find-account.ts';
import { namesOf } from './names-of.ts';

const asked = z.object({
  issuer: z.string().max(300),
  subject: z.string().min(1).max(255),
  email: z.string().nullable(),
  isEmailVerified: z.boolean(),
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  name: z.string().nullable(),
});

/**
 * Tells the gateway whose account it is that a token of an outside issuer is for, and opens one at first sight. Such a token never shows a
 * second factor, so where administrators need one it makes nobody an administrator.
 */
export const outsideAccountsRoute = internalRoute('POST', '/outside-accounts', async (context, { body }) => {
  const { givenName, familyName, name, ...person } = asked.parse(JSON.parse(Buffer.from(body).toString('utf8')));
  const names = namesOf({ given: givenName, family: familyName, whole: name, email: person.email });
  const provider = new URL(person.issuer).hostname.slice(0, 31);
  try {
    const {
      id: userId,
      sellerId,
      accountType,
      scopes,
      suspendedAt,
    } = await findAccount(context, { ...person, ...names, provider }, async (_tx, user) => user);
    assertNotSuspended({ suspendedAt });
    const isHeldBack = accountType === 'ADMIN' && context.use(identitySettings).STOA_SECOND_FACTOR_FOR === 'admins';
    if (accountType !== 'ADMIN' || isHeldBack)
      return json(200, { account: { userId, sellerId, accountType: isHeldBack ? 'BUYER' : accountType } });
    return json(200, { account: { userId, sellerId, accountType, scopes: spelledOut(scopes) } });
  } catch (error) {
    if (error instanceof DomainError) return json(200, { refusal: error.code });
    throw error;
  }
});
