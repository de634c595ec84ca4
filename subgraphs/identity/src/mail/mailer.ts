import { resource } from '@stoa/kit/subgraph';
import { identitySettings } from '../settings.ts';
import type { Mailer } from './mail.ts';

/** The mail server that SMTP_URL names; null where there is none. */
export const mailer = resource('mailer', (environment): Mailer | null => {
  const { SMTP_URL: url, STOA_MAIL_FROM: from } = identitySettings.make(environment);
  return url ? { send: async (mail) => (await import('./smtp.ts')).sendBySmtp(url, from, mail) } : null;
});
