import { groupBy, loader } from '@stoa/kit/graphql';
import { AddressEntry } from './address.entity.ts';

export const addressesOfUsers = loader<string, AddressEntry[]>(async (context, userIds) => {
  const rows = await context.read.find(AddressEntry, { userId: { $in: [...userIds] } }, { orderBy: { id: 'asc' } });
  return groupBy(rows, (row) => row.userId);
});
