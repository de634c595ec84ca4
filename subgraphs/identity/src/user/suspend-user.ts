import { badInput } from '@stoa/kit/errors';
import { entityId, text } from '@stoa/kit/graphql';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { record } from '../audit/record.ts';
import { closeAccount, lockedAccount, openAccount } from './close-account.ts';

/** An administrator closes an account. Again, it changes nothing. */
export const suspendUser = useCase('identity.suspendUser', z.object({ id: entityId, reason: text(500) }), async (tx, { id, reason }) => {
  if (id === tx.viewer.userId) throw badInput('is your own account', 'id');
  const account = await lockedAccount(tx, id);
  if (account.user.suspendedAt) return account.user;
  await closeAccount(tx, account);
  record(tx, 'suspendUser', { type: 'User', id }, reason);
  return account.user;
});

/** An administrator opens an account that was closed, by another or by its owner who wanted it to be forgotten. Again, it changes nothing. */
export const reinstateUser = useCase('identity.reinstateUser', z.object({ id: entityId }), async (tx, { id }) => {
  const account = await lockedAccount(tx, id);
  if (!account.user.suspendedAt) return account.user;
  await openAccount(tx, account);
  record(tx, 'reinstateUser', { type: 'User', id });
  return account.user;
});
