import { z } from 'zod';
import { described, port, url, versionedSecrets } from './setting-kinds.ts';

const optional = z.string().min(1).optional();
const wholeNumber = z.string().regex(/^[1-9]\d{0,3}$/, 'must be a whole number from 1 to 9999');
const played = 'a played one, which sends nothing on; in production there is none';
const api = (whose: string) =>
  described(url('http:', 'https:').optional(), { about: `Where ${whose} API is.`, otherwise: "its own address, else the played one's" });

/** The settings of the channels by which people are told something. */
export const channelSettings = {
  SMTP_URL: described(url('smtp:', 'smtps:').optional(), {
    about:
      'The mail server, `smtps://user:password@mail.example.com`; with a password and `smtp:` it has to offer TLS. It or SES_REGION is required in production.',
    otherwise: 'a mailbox on this machine, which sends nothing on',
    secret: true,
  }),
  SES_REGION: described(optional, {
    about: 'The region of Amazon SES. With it mails go there, and not to SMTP_URL.',
    otherwise: 'mails go to SMTP_URL',
  }),
  SES_ACCESS_KEY_ID: described(optional, { about: 'Key for SES.', otherwise: 'what the process may do where it runs, as AWS has it' }),
  SES_SECRET_ACCESS_KEY: described(optional, {
    about: 'The secret of SES_ACCESS_KEY_ID.',
    secret: true,
    otherwise: 'as SES_ACCESS_KEY_ID',
  }),
  SES_CONFIGURATION_SET: described(optional, {
    about: 'The configuration set of SES that mails go with.',
    otherwise: "the identity's own",
  }),
  SES_ENDPOINT: described(url('http:', 'https:').optional(), {
    about: "Where SES is, if it is not AWS's.",
    otherwise: "AWS's own address",
  }),
  SES_SNS_TOPIC_ARN: described(optional, {
    about: 'The topic of SNS at which SES tells of bounces and complaints; it posts them to `/webhooks/ses`. No other is believed.',
    otherwise: 'they are not heard of',
  }),
  SNS_ENDPOINT: described(url('http:', 'https:').optional(), {
    about: "Where SNS is, if it is not AWS's.",
    otherwise: "AWS's own address",
  }),
  STOA_MAIL_FROM: described(z.string().min(3).optional(), { about: 'From whom mails come.', otherwise: '`Stoa <no-reply@stoa.test>`' }),
  TWILIO_ACCOUNT_SID: described(optional, {
    about: 'Id of an account of Twilio, `AC…`. With it people are told things by SMS.',
    otherwise: played,
  }),
  TWILIO_AUTH_TOKEN: described(optional, {
    about: 'Its token; Twilio signs with it what it posts to `/webhooks/twilio`.',
    secret: true,
    otherwise: 'as TWILIO_ACCOUNT_SID',
  }),
  TWILIO_FROM: described(optional, {
    about: 'The number that messages come from, a name, or the id of a messaging service, `MG…`.',
    otherwise: 'as TWILIO_ACCOUNT_SID',
  }),
  TWILIO_API_BASE: api("Twilio's"),
  VAPID_PUBLIC_KEY: described(optional, {
    about: 'The key by which browsers and their push services know us; `npx web-push generate-vapid-keys` makes a pair.',
    otherwise: played,
  }),
  VAPID_PRIVATE_KEY: described(optional, { about: 'The other half of the pair.', secret: true, otherwise: 'as VAPID_PUBLIC_KEY' }),
  VAPID_SUBJECT: described(optional, {
    about: 'Whom a push service writes to about our messages: `mailto:…` or `https://…`.',
    otherwise: 'as VAPID_PUBLIC_KEY',
  }),
  WEB_PUSH_SERVICES: described(optional, {
    about: 'The push services that messages are posted to, separated by commas; `https://*.push.apple.com` stands for every name below.',
    otherwise: 'those of Chrome, Edge, Firefox and Safari',
  }),
  FCM_SERVICE_ACCOUNT: described(optional, {
    about:
      'The key of a service account for Firebase Cloud Messaging, as Google gives it: its JSON, or that in base64. With it apps get push messages.',
    otherwise: played,
    secret: true,
  }),
  FCM_API_BASE: api("Firebase Cloud Messaging's"),
  TELEGRAM_BOT_TOKEN: described(optional, {
    about: 'The token of a bot, as BotFather gives it. With it people are told things on Telegram.',
    otherwise: played,
    secret: true,
  }),
  TELEGRAM_BOT_NAME: described(optional, { about: 'What the bot is called, without an `@`.', otherwise: 'as TELEGRAM_BOT_TOKEN' }),
  TELEGRAM_WEBHOOK_SECRET: described(optional, {
    about: 'What Telegram shows us of itself at `/webhooks/telegram`.',
    secret: true,
    otherwise: 'as TELEGRAM_BOT_TOKEN',
  }),
  TELEGRAM_API_BASE: api("Telegram's"),
  STOA_WEBHOOK_SEALING_KEYS: described(versionedSecrets.optional(), {
    about:
      "Under what the secrets of partners' webhooks are kept, `v2:secret,v1:secret`, the newest first. The one before may go two hours after its successor came.",
    otherwise: 'one made of what is kept in the data folder; in production no webhooks are sent',
    secret: true,
  }),
  STOA_WEBHOOK_TARGETS: described(z.enum(['public', 'local']).optional(), {
    about:
      "Where partners' webhooks may go: `public`, by HTTPS and to servers on the public internet; `local`, also to this machine, and without TLS. Never to another private address.",
    otherwise: 'in production `public`, else `local`',
  }),
  STOA_WEBHOOK_RETRY_HOURS: described(wholeNumber.optional(), {
    about: 'Hours for which a webhook that is not taken is tried again.',
    otherwise: '24',
  }),
  STOA_WEBHOOK_FAILING_DAYS: described(wholeNumber.optional(), {
    about: 'Days after which an endpoint that takes no webhook is disabled, and its owner told.',
    otherwise: '5',
  }),
  SANDBOX_SMTP_PORT: described(port('12116'), { about: 'Port of the mailbox on this machine, but not in production.' }),
  SANDBOX_MAIL_PORT: described(port('12117'), {
    about: 'Port of the outbox: a page that shows what was sent, and below it Twilio, push services, FCM, Telegram and SES, played.',
  }),
};
