import { counter, gauge } from '@stoa/kit/figures';

export const messageTries = counter(
  'stoa_message_tries_total',
  'Tries to bring a message to somebody, by what came of them: delivered, again (it is tried once more) or failed (it is given up).',
  ['channel', 'outcome'],
);

/** What waits to go. Both selects go by an index that holds nothing else. */
const DUE = `from notification_delivery where status = 'QUEUED' and next_try_at <= now() and deadline_at > now() group by channel`;

const gauges = [
  gauge('stoa_messages_due', 'Messages that could go now, and are not on their way.', `select channel, count(*) as value ${DUE}`, [
    'channel',
  ]),
  gauge(
    'stoa_messages_due_seconds',
    'For how long the oldest of them could have gone.',
    `select channel, extract(epoch from now() - min(next_try_at)) as value ${DUE}`,
    ['channel'],
  ),
];

export const notificationFigures = [messageTries, ...gauges];
