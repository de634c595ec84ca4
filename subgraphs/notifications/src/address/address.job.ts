import { job, seconds } from '@stoa/kit/jobs';
import { channels } from '../channel/channels.ts';
import { addressDue } from './address-due.ts';

/** Asks who is to be told what was noted, and puts it on its ways. */
export const address = job('notifications.address', seconds(30), (context) => addressDue(context, context.use(channels)));
