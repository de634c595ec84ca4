import { isAdmin, isSignedIn, type Viewer } from '../auth/index.ts';
import { DomainError } from '../errors/index.ts';

/** Which kinds of account may call an operation at all; `guests` are those who have a guest's token, and every account. Which rows they may touch is a row rule's business. */
export type Access = 'everyone' | 'guests' | 'authenticated' | 'sellers' | 'admins';

/** Scopes that a token's account type stands for; federation's @requiresScopes is printed from this. */
export const scopesOf: Readonly<Record<Access, readonly (readonly string[])[] | null>> = {
  everyone: null,
  guests: [['guest'], ['buyer'], ['seller'], ['admin']],
  authenticated: null,
  sellers: [['seller'], ['admin']],
  admins: [['admin']],
};

export function mayCall(access: Access, viewer: Viewer): boolean {
  if (access === 'everyone' || isAdmin(viewer)) return true;
  if (access === 'guests') return isSignedIn(viewer) || viewer.guestId !== undefined;
  if (access === 'authenticated') return isSignedIn(viewer);
  return access === 'sellers' && viewer.accountType === 'SELLER';
}

/** Throws UNAUTHENTICATED or FORBIDDEN unless this kind of viewer may call. */
export function assertAccess(access: Access, viewer: Viewer): void {
  if (mayCall(access, viewer)) return;
  throw refusal(viewer);
}

export const refusal = (viewer: Viewer): DomainError =>
  isSignedIn(viewer) ? new DomainError('FORBIDDEN', 'Your account may not do that') : new DomainError('UNAUTHENTICATED', 'Log in first');
