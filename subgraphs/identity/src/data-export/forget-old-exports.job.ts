import { job, minutes } from '@stoa/kit/jobs';

/** A copy of all that is held of somebody is worth stealing, so it goes when its week is over. */
export const forgetOldExports = job('identity.forgetOldExports', minutes(60), ({ sql }) =>
  sql.query('delete from data_export where expires_at < now()'),
);
