import { job, seconds } from '@stoa/kit/jobs';
import { channels } from '../channel/channels.ts';
import { endOverdue } from './claim.ts';
import { sendDue } from './send-due.ts';

/** Sends what is due, by the channels that this installation has. */
export const send = job('notifications.send', seconds(30), async (context) => {
  const overdue = await endOverdue(context);
  if (overdue > 0) context.log.error({ count: overdue }, 'messages could not be sent in time, and are dead letters');
  await sendDue(context, context.use(channels));
});
