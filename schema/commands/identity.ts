import { command } from '@stoa/kit/contracts';
import { z } from 'zod';

export const address = z.object({
  name: z.string(),
  line1: z.string(),
  line2: z.string().nullish(),
  city: z.string(),
  region: z.string().nullish(),
  postalCode: z.string(),
  country: z.string(),
  phone: z.string().nullish(),
});

/** An address from a user's own book; somebody else's is NOT_FOUND. */
export const readAddress = command('identity.readAddress', {
  input: z.object({ userId: z.uuid(), addressId: z.string() }),
  output: address,
  errors: ['NOT_FOUND'],
  reads: true,
});
