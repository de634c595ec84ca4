import { groupBy, loader } from '@stoa/kit/graphql';
import { AddressEntry } from './address.entity.ts';

export const addressesOfUsers = loader<string, AddressEntry[]>(async ({ rows }, userIds) => {
  const entries = await rows.by(AddressEntry, 'userId', userIds, 'id');
  return groupBy(entries, (entry) => entry.userId);
});
