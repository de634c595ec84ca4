import { isSignedIn, may, type Scope, type Viewer } from '../auth/index.ts';
import { DomainError } from '../errors/index.ts';

/**
 * Who may call an operation at all: kinds of account (`guests` are those who have a guest's token, and every account), or staff who have a scope. Which
 * rows they may touch is a row rule's business.
 */
export type Access = 'everyone' | 'guests' | 'authenticated' | 'sellers' | Scope;

/** Scopes of which a token must have one; federation's @requiresScopes is printed from this. Null where none is asked for. */
export function scopesOf(access: Access): readonly (readonly string[])[] | null {
  if (access === 'everyone' || access === 'authenticated') return null;
  if (access === 'guests') return [['guest'], ['buyer'], ['seller'], ['admin']];
  if (access === 'sellers') return [['seller'], ['admin']];
  return [[access]];
}

export function mayCall(access: Access, viewer: Viewer): boolean {
  if (access === 'everyone' || viewer.kind === 'system') return true;
  if (access === 'guests') return isSignedIn(viewer) || viewer.guestId !== undefined;
  if (access === 'authenticated') return isSignedIn(viewer);
  // Staff do what sellers do where the rule of the row lets them.
  if (access === 'sellers') return viewer.accountType === 'SELLER' || viewer.accountType === 'ADMIN';
  return may(viewer, access);
}

/** Throws UNAUTHENTICATED or FORBIDDEN unless this viewer may call. */
export function assertAccess(access: Access, viewer: Viewer): void {
  if (mayCall(access, viewer)) return;
  throw refusal(viewer);
}

export const refusal = (viewer: Viewer): DomainError =>
  isSignedIn(viewer) ? new DomainError('FORBIDDEN', 'Your account may not do that') : new DomainError('UNAUTHENTICATED', 'Log in first');
