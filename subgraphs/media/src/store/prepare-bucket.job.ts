import { job, minutes } from '@stoa/kit/jobs';
import type { DomainContext } from '@stoa/kit/use-case';
import { UPLOADS } from '../file/object-keys.ts';
import { objectStore } from './object-store.ts';

/** Uploads that were never confirmed go after a day, by the store's own rule. */
const FORGET_AFTER_DAYS = 1;

const prepare = (context: DomainContext): Promise<void> => context.use(objectStore).prepare(UPLOADS, FORGET_AFTER_DAYS);

/** The bucket is there and has its rules, whoever made it or changed them. */
export const prepareBucket = job('media.prepareBucket', minutes(60), prepare);

/** At the start, so that the first upload finds a bucket. A store that is down keeps nothing else from starting. */
export const prepareBucketAtStart = (context: DomainContext): Promise<void> =>
  prepare(context).catch((error: unknown) => context.log.warn({ err: error }, 'the bucket could not be prepared; it is tried again'));
