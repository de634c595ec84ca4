import { DomainError } from '@stoa/kit/errors';
import { addressInput, entityId } from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { AddressEntry } from './address.entity.ts';
import { addressPolicy } from './address.policy.ts';

/** A book that no person fills by hand, but a script would. */
const MAX_ADDRESSES = 50;

export const addAddress = useCase('identity.addAddress', addressInput, async ({ em, viewer }, input) => {
  const userId = viewer.userId!;
  if ((await em.count(AddressEntry, { userId })) >= MAX_ADDRESSES)
    throw new DomainError('BAD_USER_INPUT', `An address book holds ${MAX_ADDRESSES} addresses`);
  const entry = AddressEntry.of(userId, input);
  em.persist(entry);
  return entry;
});

export const removeAddress = useCase('identity.removeAddress', z.object({ id: entityId }), async ({ em, viewer }, { id }) => {
  const entry = permitted(viewer, await em.findOne(AddressEntry, { id }), addressPolicy.remove, 'address');
  em.remove(entry);
  return true;
});
