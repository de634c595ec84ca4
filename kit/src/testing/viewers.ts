import { anonymous, EVERY_SCOPE, guest, type Viewer } from '../auth/index.ts';
import { newId } from '../persistence/uuid.ts';

const account = (accountType: 'BUYER' | 'SELLER' | 'ADMIN', sellerId: string | null): Viewer => ({
  kind: 'user',
  userId: newId(),
  sellerId,
  accountType,
  sessionId: newId(),
});

/** Somebody who has just opened an account to buy; each call is somebody else. */
export const aBuyer = (): Viewer => account('BUYER', null);

/** Somebody who has just opened an account to sell. */
export const aSeller = (): Viewer => account('SELLER', newId());

/** Somebody of the staff, who may do everything unless it is said what. */
export const anAdmin = (scopes: readonly string[] = [EVERY_SCOPE]): Viewer => ({ ...account('ADMIN', null), scopes });

/** The same user, for whom somebody of the staff acts. */
export const actingFor = (user: Viewer, actor: Viewer = anAdmin()): Viewer => ({ ...user, actorId: actor.userId! });

/** Somebody without an account, whom a token tells from others. */
export const aGuest = (): Viewer => guest(newId());

/** Nobody in particular. */
export const aPasserBy: Viewer = anonymous;
