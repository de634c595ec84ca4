import { badInput, notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { type Transaction, useCase } from '@stoa/kit/use-case';
import { UserUpdated } from '@stoa/schema/events/identity';
import { z } from 'zod';
import { endSessions } from '../session/end-sessions.ts';
import { User } from '../user/user.entity.ts';
import { assertOwn, difference, scopesOfViewer, staffScopes } from './staff-scopes.ts';

/**
 * Says what an administrator may do from now on. Their sessions end with it, so that no token says what held before. Again, it changes
 * nothing.
 */
export const setStaffScopes = useCase(
  'identity.setStaffScopes',
  z.object({ id: entityId, scopes: staffScopes }),
  async (tx, { id, scopes }): Promise<User> => {
    if (id === tx.viewer.userId) throw badInput('is your own account', 'id');
    const own = await lockedScopes(tx, id);
    const user = await tx.lock(User, { id });
    if (user?.accountType !== 'ADMIN') throw notFound('administrator');
    const changed = difference(user.scopes, scopes);
    if (changed.length === 0) return user;
    assertOwn(own, changed);
    user.scopes = scopes;
    await endSessions(tx, id, 'ACCOUNT_CHANGED');
    tx.emit(UserUpdated, user, { userId: id, sellerId: null });
    return user;
  },
);

/**
 * What whoever asks may do, not by their token but by their row, which stays locked with the other one: of two who take each other's
 * rights at once, the second has none any more.
 */
async function lockedScopes({ sql, viewer }: Transaction, otherId: string): Promise<readonly string[]> {
  const rows = await sql.query<{ id: string; scopes: string[] }>(
    `select id, scopes from users where id = any($1::uuid[]) and account_type = 'ADMIN' order by id for update`,
    [[otherId, viewer.userId].filter(Boolean)],
  );
  return viewer.kind === 'system' ? scopesOfViewer(viewer) : (rows.find(({ id }) => id === viewer.userId)?.scopes ?? []);
}
