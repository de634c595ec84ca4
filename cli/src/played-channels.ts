import { createECDH, createHmac, createPrivateKey, createPublicKey } from 'node:crypto';
import type { Environment } from '@stoa/kit/subgraph';
import type { ChannelAccounts } from '@stoa/sandbox/index';

/** What the played providers of channels share with the domains. */
export interface ChannelSecrets {
  /** All their secrets are made of it. */
  readonly channelSecret: string;
  /** What the played service account of FCM signs with, as PEM in base64; the one that videos are played by does. */
  readonly muxPrivateKey: string;
}

/** Names that anybody may know: what they are good for leaves no machine. */
const TWILIO_ACCOUNT_SID = `AC${'5a'.repeat(16)}`;
const FCM_PROJECT = 'stoa-sandbox';
const FCM_EMAIL = 'stoa@stoa-sandbox.example';
const BOT_NAME = 'stoa_sandbox_bot';
const SES = { region: 'us-east-1', accessKeyId: 'sandbox', topicArn: 'arn:aws:sns:us-east-1:000000000000:mail' };

const secretFor = ({ channelSecret }: ChannelSecrets, purpose: string): string =>
  createHmac('sha256', channelSecret).update(purpose).digest('hex');
const botToken = (secrets: ChannelSecrets): string => `1:${secretFor(secrets, 'telegram').slice(0, 35)}`;
const pemOf = ({ muxPrivateKey }: ChannelSecrets): string => Buffer.from(muxPrivateKey, 'base64').toString('utf8');

/** The accounts at which the played providers know us. */
export const channelAccounts = (secrets: ChannelSecrets): ChannelAccounts => ({
  twilio: { accountSid: TWILIO_ACCOUNT_SID, authToken: secretFor(secrets, 'twilio') },
  fcm: {
    projectId: FCM_PROJECT,
    clientEmail: FCM_EMAIL,
    publicKey: createPublicKey(createPrivateKey(pemOf(secrets))).export({ type: 'spki', format: 'pem' }) as string,
  },
  telegramToken: botToken(secrets),
  ses: { ...SES, secretAccessKey: secretFor(secrets, 'ses') },
});

interface Played {
  /** The page's address, below which the providers are. */
  readonly url: string;
  readonly smtpUrl: string;
  readonly secrets: ChannelSecrets;
}

/** What points the domains at the played providers: for each channel that is not given a real one. SES is only played where tests say so. */
export function channelEnvironment({ url, smtpUrl, secrets }: Played, given: Environment): Environment {
  return {
    ...(!given.SMTP_URL && !given.SES_REGION && { SMTP_URL: smtpUrl }),
    ...(!given.TWILIO_ACCOUNT_SID && twilio(url, secrets)),
    ...(!given.VAPID_PUBLIC_KEY && webPush(url, secrets)),
    ...(!given.FCM_SERVICE_ACCOUNT && fcm(url, secrets)),
    ...(!given.TELEGRAM_BOT_TOKEN && telegram(url, secrets)),
    ...(!given.STOA_WEBHOOK_SEALING_KEYS && { STOA_WEBHOOK_SEALING_KEYS: `local:${secretFor(secrets, 'webhook secrets')}` }),
  };
}

const twilio = (url: string, secrets: ChannelSecrets): Environment => ({
  TWILIO_ACCOUNT_SID,
  TWILIO_AUTH_TOKEN: secretFor(secrets, 'twilio'),
  TWILIO_FROM: '+15005550006',
  TWILIO_API_BASE: `${url}/twilio`,
});

function webPush(url: string, secrets: ChannelSecrets): Environment {
  const [ecdh, privateKey] = [createECDH('prime256v1'), Buffer.from(secretFor(secrets, 'vapid'), 'hex')];
  ecdh.setPrivateKey(privateKey);
  return {
    VAPID_PUBLIC_KEY: ecdh.getPublicKey('base64url'),
    VAPID_PRIVATE_KEY: privateKey.toString('base64url'),
    VAPID_SUBJECT: 'mailto:no-reply@stoa.test',
    WEB_PUSH_SERVICES: url,
  };
}

const fcm = (url: string, secrets: ChannelSecrets): Environment => ({
  FCM_SERVICE_ACCOUNT: JSON.stringify({
    ...{ project_id: FCM_PROJECT, client_email: FCM_EMAIL, private_key: pemOf(secrets), token_uri: `${url}/fcm/token` },
  }),
  FCM_API_BASE: `${url}/fcm`,
});

const telegram = (url: string, secrets: ChannelSecrets): Environment => ({
  TELEGRAM_BOT_TOKEN: botToken(secrets),
  TELEGRAM_BOT_NAME: BOT_NAME,
  TELEGRAM_WEBHOOK_SECRET: secretFor(secrets, 'telegram webhooks'),
  TELEGRAM_API_BASE: `${url}/telegram`,
});
