import { policy } from '@stoa/kit/policy';

export const guestPolicy = policy('Guest', { operations: { 'Mutation.startGuestSession': 'everyone' } });
