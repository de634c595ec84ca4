import { may } from '@stoa/kit/auth';
import { policy, type RowRule } from '@stoa/kit/policy';
import type { AddressEntry } from './address.entity.ts';

const owner: RowRule<AddressEntry> = (viewer, address) => may(viewer, 'users:write') || viewer.userId === address.userId;

export const addressPolicy = policy('Address', {
  operations: { 'Mutation.addAddress': 'authenticated', 'Mutation.removeAddress': 'authenticated' },
  acting: { 'Mutation.addAddress': 'allowed', 'Mutation.removeAddress': 'allowed' },
  rows: { remove: owner },
});
