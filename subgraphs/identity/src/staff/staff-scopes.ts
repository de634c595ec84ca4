import { EVERY_SCOPE, type Viewer } from '@stoa/kit/auth';
import { DomainError } from '@stoa/kit/errors';
import { SCOPES } from '@stoa/schema/scopes';
import { z } from 'zod';
import type { User } from '../user/user.entity.ts';

/** Scopes as they are granted: each once, and whoever has all has no other. */
export const staffScopes = z
  .array(z.enum([...SCOPES, EVERY_SCOPE]))
  .max(200)
  .transform((scopes) => (scopes.includes(EVERY_SCOPE) ? [EVERY_SCOPE] : [...new Set(scopes)].toSorted()));

/** What an access token names: gateways know no word for all. */
export const spelledOut = (scopes: readonly string[]): readonly string[] =>
  scopes.includes(EVERY_SCOPE) ? [EVERY_SCOPE, ...SCOPES] : scopes;

const covers = (own: readonly string[], scope: string): boolean => own.includes(EVERY_SCOPE) || own.includes(scope);

/** Throws unless somebody has themselves what they would give or take: nobody makes anybody mightier than they are, or takes down who is. */
export function assertOwn(own: readonly string[], changed: readonly string[]): void {
  const missing = changed.filter((scope) => !covers(own, scope));
  if (missing.length > 0) throw new DomainError('FORBIDDEN', 'You can give and take only what you may do yourself', { missing });
}

/** Throws where an account is of the staff, unless by those who decide on staff, and only by who may do all that they may. */
export function assertMayDecide(viewer: Viewer, { accountType, scopes }: Pick<User, 'accountType' | 'scopes'>): void {
  if (accountType === 'ADMIN') assertOwn(scopesOfViewer(viewer), ['staff:write', ...scopes]);
}

/** Scopes that are in one list alone. */
export const difference = (one: readonly string[], other: readonly string[]): readonly string[] => [
  ...one.filter((scope) => !other.includes(scope)),
  ...other.filter((scope) => !one.includes(scope)),
];

/** What whoever asks may do by their token; the platform itself may do all. */
export const scopesOfViewer = ({ kind, scopes = [] }: Viewer): readonly string[] => (kind === 'system' ? [EVERY_SCOPE] : scopes);
