import { z } from 'zod';
import { ConfigurationError, resource, settings } from '../subgraph/resource.ts';
import { together } from '../subgraph/together.ts';
import type { Mailer } from './mail.ts';

const mailSettings = settings(
  'mail settings',
  z.object({
    /** The mail server, `smtps://user:password@mail.example.com`. */
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\//, 'must be an address that begins with smtp:// or smtps://')
      .optional(),
    /** From whom mails come. */
    STOA_MAIL_FROM: z.string().min(3).default('Stoa <no-reply@stoa.test>'),
    /** The region of Amazon SES. With it mails go there, and not to SMTP_URL. */
    SES_REGION: z.string().min(1).optional(),
    /** Without these the process has its rights from where it runs, as AWS's own clients find them. */
    SES_ACCESS_KEY_ID: z.string().min(1).optional(),
    SES_SECRET_ACCESS_KEY: z.string().min(1).optional(),
    SES_CONFIGURATION_SET: z.string().min(1).optional(),
    SES_ENDPOINT: z.url().optional(),
  }),
);

/** Who carries mail here: Amazon SES, or the server that SMTP_URL names; null where there is neither. */
export const mailer = resource('mailer', (environment): Mailer | null => {
  const set = mailSettings.make(environment);
  const { SMTP_URL: url, STOA_MAIL_FROM: from, SES_REGION: region } = set;
  const keys = together(set, ['SES_ACCESS_KEY_ID', 'SES_SECRET_ACCESS_KEY']) && {
    accessKeyId: set.SES_ACCESS_KEY_ID,
    secretAccessKey: set.SES_SECRET_ACCESS_KEY,
  };
  if (!region) {
    const alone = (['SES_ACCESS_KEY_ID', 'SES_CONFIGURATION_SET', 'SES_ENDPOINT'] as const).find((name) => set[name]);
    if (alone) throw new ConfigurationError(`SES_REGION: must be set, since ${alone} is`);
    return url ? { send: async (mail, signal) => (await import('./smtp.ts')).sendBySmtp(url, from, mail, signal) } : null;
  }
  const access = {
    region,
    from,
    endpoint: set.SES_ENDPOINT,
    configurationSet: set.SES_CONFIGURATION_SET,
    ...keys,
  };
  // AWS's client is loaded for those who use it, when the first mail goes.
  let opened: Promise<Mailer> | undefined;
  const open = async (): Promise<Mailer> => new (await import('./ses.ts')).SesMailer(access);
  return { send: async (mail, signal) => (await (opened ??= open())).send(mail, signal) };
});
