import { job, minutes } from '@stoa/kit/jobs';

/** Nobody looks at them longer than for a day; a week is for whoever has to find out why. */
export const forgetDurations = job('analytics.forgetDurations', minutes(60), async (context) => {
  await context.write(`delete from duration where at < now() - interval '7 days'`, []);
  await context.write(`delete from course_order where heard_at < now() - interval '7 days'`, []);
});
