import { may } from '@stoa/kit/auth';
import { DomainError, notFound } from '@stoa/kit/errors';
import { entityId, text } from '@stoa/kit/graphql';
import { newId } from '@stoa/kit/persistence';
import { type Transaction, useCase } from '@stoa/kit/use-case';
import { ActingStarted } from '@stoa/schema/events/identity';
import { z } from 'zod';
import { assertFresh } from '../session/assert-fresh.ts';
import { assertNotSuspended } from '../session/assert-not-suspended.ts';
import { OPEN_SESSION } from '../session/session.entity.ts';
import { User } from '../user/user.entity.ts';
import { ACTING_MINUTES } from './acting-minutes.ts';

/** A session that has just been opened for somebody of the staff to act for a user. Nothing refreshes it. */
export interface OpenedActing {
  readonly user: User;
  readonly sessionId: string;
  readonly actorId: string;
}

/**
 * Lets somebody of the staff act for a user for a while, in a session of its own, which the user is told of. Whoever finds a colleague's browser logged in has no
 * password, so it takes a log-in of just now. Of staff nobody is acted for, oneself included: their rights are theirs, and what they do is known as theirs.
 */
export const actAs = useCase(
  'identity.actAs',
  z.object({ userId: entityId, reason: text(500) }),
  async (tx, { userId }): Promise<OpenedActing> => {
    await assertFresh(tx);
    const actorId = tx.viewer.userId!;
    await lockBoth(tx, actorId, userId);
    const user = await tx.em.findOne(User, { id: userId });
    if (!user) throw notFound('user');
    if (user.accountType === 'ADMIN') throw new DomainError('FORBIDDEN', 'Nobody acts for staff');
    assertNotSuspended(user);
    const session = { id: newId(), version: 1 };
    await tx.sql.query(
      `insert into session (id, user_id, actor_id, opened_from_id, expires_at) values ($1, $2, $3, $4, now() + make_interval(mins => $5))`,
      [session.id, userId, actorId, tx.viewer.sessionId, ACTING_MINUTES],
    );
    tx.emit(ActingStarted, session, { userId, sessionId: session.id, actorId });
    return { user, sessionId: session.id, actorId };
  },
);

/**
 * Both accounts, and the session from which this is asked, stay as they are until this one's is opened: whoever takes a right, suspends either, or logs out, either
 * comes before and is seen here, or after and ends it.
 */
async function lockBoth({ sql, viewer }: Transaction, actorId: string, userId: string): Promise<void> {
  const rows = await sql.query<{ id: string; isStaff: boolean; scopes: string[] }>(
    `select id, account_type = 'ADMIN' and suspended_at is null as "isStaff", scopes from users where id = any($1::uuid[]) order by id for share`,
    [[actorId, userId]],
  );
  const actor = rows.find(({ id }) => id === actorId);
  const own = actor?.isStaff ? { ...viewer, accountType: 'ADMIN' as const, scopes: actor.scopes } : null;
  const [open] = await sql.query(`select from session where id = $1 and user_id = $2 and ${OPEN_SESSION} for share`, [
    viewer.sessionId,
    actorId,
  ]);
  if (!open || !own || !may(own, 'users:act')) throw new DomainError('FORBIDDEN', 'Your account may not do that');
}
