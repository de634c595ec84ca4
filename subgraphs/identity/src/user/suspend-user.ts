import { badInput } from '@stoa/kit/errors';
import { entityId, text } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { assertMayDecide } from '../staff/staff-scopes.ts';
import { closeAccount, lockedAccount, openAccount } from './close-account.ts';

/** Staff close an account. Again, it changes nothing. */
export const suspendUser = useCase('identity.suspendUser', z.object({ id: entityId, reason: text(500) }), async (tx, { id }) => {
  if (id === tx.viewer.userId) throw badInput('is your own account', 'id');
  const account = await lockedAccount(tx, id);
  if (account.user.suspendedAt) return account.user;
  assertMayDecide(tx.viewer, account.user);
  await closeAccount(tx, account);
  return account.user;
});

/** Staff open an account that was closed, by another or by its owner who wanted it to be forgotten. Again, it changes nothing. */
export const reinstateUser = useCase('identity.reinstateUser', z.object({ id: entityId }), async (tx, { id }) => {
  const account = await lockedAccount(tx, id);
  if (!account.user.suspendedAt) return account.user;
  assertMayDecide(tx.viewer, account.user);
  await openAccount(tx, account);
  return account.user;
});
