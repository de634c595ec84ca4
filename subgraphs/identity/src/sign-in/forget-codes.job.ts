import { job, minutes } from '@stoa/kit/jobs';

/** What nobody asked for in time says who somebody is, and is of no use to anybody. */
export const forgetSignInCodes = job('identity.forgetSignInCodes', minutes(10), async ({ sql }) => {
  await sql.query('delete from sign_in_code where expires_at < now()');
  await sql.query('delete from log_in_challenge where expires_at < now()');
});
