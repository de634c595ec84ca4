import { job, minutes } from '@stoa/kit/jobs';
import { renewSigningKeys } from './signing-key.ts';

/** A key that leaked unnoticed is worth something until it is replaced. */
const DAYS = 60;

export const renewKeys = job('identity.renewSigningKeys', minutes(60), (context) => renewSigningKeys(context, DAYS));
