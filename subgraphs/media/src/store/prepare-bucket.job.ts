import { job, minutes } from '@stoa/kit/jobs';
import type { DomainContext } from '@stoa/kit/use-case';
import { UPLOADS, VIDEOS } from '../file/object-keys.ts';
import { type ForgettingRule, objectStore } from './object-store.ts';

/**
 * Uploads that were never confirmed go after a day, by the store's own rule. A video in parts may be gone on with for a week; when it is whole, it
 * stays until it is swept.
 */
const FORGETS: readonly ForgettingRule[] = [
  { prefix: UPLOADS, abortAfterDays: 1, expireAfterDays: 1 },
  { prefix: VIDEOS, abortAfterDays: 7 },
];

const prepare = (context: DomainContext): Promise<void> => context.use(objectStore).prepare(FORGETS);

/** The bucket is there and has its rules, whoever made it or changed them. */
export const prepareBucket = job('media.prepareBucket', minutes(60), prepare);

/** At the start, so that the first upload finds a bucket. A store that is down keeps nothing else from starting. */
export const prepareBucketAtStart = (context: DomainContext): Promise<void> =>
  prepare(context).catch((error: unknown) => context.log.warn({ err: error }, 'the bucket could not be prepared; it is tried again'));
