import type { SendMailOptions } from 'nodemailer';
import type { Mail } from './mail.ts';

/** A mail with the headers that mailboxes look at, as nodemailer takes it. */
export function composed(from: string, { to, subject, text, html, key, unsubscribeUrl, locale }: Mail): SendMailOptions {
  return {
    ...{ from, to, subject, text },
    ...(html !== undefined && { html }),
    ...(key && { messageId: `<${key}@${domainOf(from)}>` }),
    headers: {
      // Holiday answers are for people.
      'Auto-Submitted': 'auto-generated',
      ...(locale && { 'Content-Language': locale }),
      ...(unsubscribeUrl && { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  };
}

const domainOf = (from: string): string => /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
