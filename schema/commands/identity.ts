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

/** Where a seller's payouts go. Nobody but other domains is told, since whoever knows it could have money sent there. */
export const readSellerAccount = command('identity.readSellerAccount', {
  input: z.object({ sellerId: z.uuid() }),
  output: z.object({
    accountId: z.string().nullable(),
    payoutsEnabled: z.boolean(),
    /** False while they may not sell: then nothing is paid out to them. */
    selling: z.boolean(),
  }),
  reads: true,
});

/** Whether a seller sells now, and the version of their events that this is from. */
export const readSellerStanding = command('identity.readSellerStanding', {
  input: z.object({ sellerId: z.uuid() }),
  output: z.object({ selling: z.boolean(), version: z.int() }),
  reads: true,
});

/** What the provider says of a seller's account now; of another account than theirs, nothing is kept. */
export const noteSellerAccount = command('identity.noteSellerAccount', {
  input: z.object({ sellerId: z.uuid(), accountId: z.string(), payoutsEnabled: z.boolean() }),
  output: z.object({}),
  absolute: true,
});

/** Whose a guest's token is. One that is bad or has expired is AUTH_001. */
export const readGuestToken = command('identity.readGuestToken', {
  input: z.object({ token: z.string() }),
  output: z.object({ guestId: z.uuid() }),
  errors: ['AUTH_001'],
  reads: true,
});

/** What sellers call themselves. Unknown ids are left out of the answer. */
export const describeSellers = command('identity.describeSellers', {
  input: z.object({ sellerIds: z.array(z.uuid()).max(1_000) }),
  output: z.object({ sellers: z.array(z.object({ sellerId: z.uuid(), displayName: z.string() })) }),
  reads: true,
});

/** What people are called. Unknown ids are left out of the answer. */
export const describeUsers = command('identity.describeUsers', {
  input: z.object({ userIds: z.array(z.uuid()).max(1_000) }),
  output: z.object({ users: z.array(z.object({ userId: z.uuid(), name: z.string() })) }),
  reads: true,
});

/** Who holds something of people, and hands it over when they ask for it: an export is complete once all of them have. */
export const PERSONAL_DATA_DOMAINS = [
  'cart',
  'fulfillment',
  'inventory',
  'learning',
  'media',
  'notifications',
  'orders',
  'payments',
  'reviews',
] as const;

/** A part of what a domain holds of somebody who wants to have it. The same part again changes nothing. */
export const handOverPersonalData = command('identity.handOverPersonalData', {
  input: z.object({
    exportId: z.uuid(),
    domain: z.string().max(20),
    part: z.int().min(0),
    isLast: z.boolean(),
    rows: z.array(z.object({ kind: z.string(), row: z.record(z.string(), z.unknown()) })).max(100),
  }),
  output: z.object({ isWanted: z.boolean() }),
  absolute: true,
});

/** By which address people are written to, by their own id or their seller's. Unknown ids are left out of the answer. */
export const readContacts = command('identity.readContacts', {
  input: z.object({ userIds: z.array(z.uuid()).max(1_000), sellerIds: z.array(z.uuid()).max(1_000) }),
  output: z.object({ contacts: z.array(z.object({ userId: z.uuid(), sellerId: z.uuid().nullable(), email: z.string() })) }),
  reads: true,
});

/** Takes what staff did in another domain into the log of all of it. One that is told again changes nothing. */
export const recordStaffActs = command('identity.recordStaffActs', {
  input: z.object({
    domain: z.string().max(40),
    acts: z
      .array(
        z.object({
          id: z.uuid(),
          actorId: z.uuid(),
          /** Processes of before, which knew nobody to act for, do not say it. */
          onBehalfOf: z.uuid().nullable().default(null),
          action: z.string().max(60),
          subjectType: z.string().max(40),
          subjectId: z.string().max(100).nullable(),
          reason: z.string().max(500).nullable(),
          facts: z.array(z.object({ name: z.string(), value: z.string() })),
          outcome: z.enum(['DONE', 'REFUSED', 'FAILED']),
          code: z.string().max(60).nullable(),
          traceId: z.string().max(40).nullable(),
          at: z.iso.datetime(),
        }),
      )
      .max(100),
  }),
  output: z.object({}),
  absolute: true,
});
