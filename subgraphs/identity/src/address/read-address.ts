import { answerRead } from '@stoa/kit/commands';
import { notFound } from '@stoa/kit/errors';
import { toEntityId } from '@stoa/kit/graphql';
import { readAddress } from '@stoa/schema/commands/identity';
import { AddressEntry } from './address.entity.ts';

export const answerReadAddress = answerRead(readAddress, async (context, { userId, addressId }) => {
  const entry = await context.read.findOne(AddressEntry, { id: toEntityId(addressId), userId });
  if (!entry) throw notFound('address');
  return entry;
});
