import { z } from 'zod';
import type { ChannelNews } from '../channel-news.ts';

const recipients = z.array(z.object({ emailAddress: z.string().max(400) })).max(100);

/** A notice of SES, as an identity's notifications or a configuration set's events word it. */
const notice = z.object({
  eventType: z.string().optional(),
  notificationType: z.string().optional(),
  bounce: z.object({ bounceType: z.string(), bouncedRecipients: recipients }).optional(),
  complaint: z.object({ complainedRecipients: recipients }).optional(),
  mail: z.object({ tags: z.record(z.string(), z.array(z.string())).optional() }).optional(),
});

/** What SES says of a mail. A bounce that it calls transient is a full mailbox or a holiday, and ends nothing. */
export function readSesNotice(message: string): readonly ChannelNews[] {
  const { eventType, notificationType, bounce, complaint, mail } = notice.safeParse(parsed(message)).data ?? {};
  const key = mail?.tags?.key?.[0];
  const type = eventType ?? notificationType;
  if (type === 'Bounce' && bounce?.bounceType === 'Permanent')
    return [
      ...(key ? [{ kind: 'failed', key, code: 'MAIL_NO_SUCH_ADDRESS' } as const] : []),
      ...bounce.bouncedRecipients.map(({ emailAddress }) => ended(emailAddress, 'MAIL_NO_SUCH_ADDRESS')),
    ];
  if (type === 'Complaint' && complaint)
    return complaint.complainedRecipients.map(({ emailAddress }) => ended(emailAddress, 'MAIL_COMPLAINED'));
  return [];
}

/** As SES repeats it: `Ada <ada@example.com>` or the address alone. */
const ended = (address: string, code: string): ChannelNews => ({
  ...{ kind: 'ended', channel: 'EMAIL', code },
  recipient: (/<([^<>]+)>\s*$/.exec(address)?.[1] ?? address).trim(),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
