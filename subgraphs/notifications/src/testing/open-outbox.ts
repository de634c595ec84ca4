import { createECDH, generateKeyPairSync } from 'node:crypto';
import type { Environment } from '@stoa/kit/subgraph';
import type { Channel, DeliveryOutcome, OutgoingMessage } from '../channel/channel.ts';
import type { MakeChannel } from '../channel/channels.ts';

const ACCOUNT_SID = `AC${'0a'.repeat(16)}`;
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:mail';

/** Words that may stand in no outcome and no log. */
export const SECRETS = { twilio: 'twilio-auth-token', telegram: '42:telegram-token', ses: 'ses-secret-key' };

/** What a provider has been told, as the sandbox keeps it. */
interface KeptMessage {
  readonly id: string;
  readonly channel: 'SMS' | 'PUSH' | 'TELEGRAM';
  readonly to: string;
  readonly title: string;
  readonly text: string;
  readonly said: object;
}

interface Accounts {
  readonly twilio: { accountSid: string; authToken: string };
  readonly fcm: { projectId: string; clientEmail: string; publicKey: string };
  readonly telegramToken: string;
  readonly ses: { accessKeyId: string; secretAccessKey: string; region: string; topicArn: string };
}

/** What plays the providers. It is handed in, since only tests may know the sandbox. */
type StartSandbox = (options: {
  smtpPort: number;
  pagePort: number;
  accounts: Accounts;
}) => Promise<{ readonly url: string; readonly smtpUrl: string; close(): Promise<void> }>;

/** The providers of all channels on this machine, with what points our adapters at them. */
export async function openOutbox(startMailSandbox: StartSandbox) {
  const google = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const vapid = createECDH('prime256v1');
  vapid.generateKeys();
  const sandbox = await startMailSandbox({
    smtpPort: 0,
    pagePort: 0,
    accounts: {
      twilio: { accountSid: ACCOUNT_SID, authToken: SECRETS.twilio },
      fcm: {
        projectId: 'stoa-test',
        clientEmail: 'stoa@test.example',
        publicKey: google.publicKey.export({ type: 'spki', format: 'pem' }) as string,
      },
      telegramToken: SECRETS.telegram,
      ses: { accessKeyId: 'ses-key', secretAccessKey: SECRETS.ses, region: 'us-east-1', topicArn: TOPIC },
    },
  });
  const { url } = sandbox;
  const privateKey = google.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const environment: Environment = {
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: SECRETS.twilio,
    TWILIO_FROM: '+15005550006',
    TWILIO_API_BASE: `${url}/twilio`,
    VAPID_PUBLIC_KEY: vapid.getPublicKey('base64url'),
    VAPID_PRIVATE_KEY: vapid.getPrivateKey('base64url').padStart(43, 'A'),
    VAPID_SUBJECT: 'mailto:shop@example.com',
    WEB_PUSH_SERVICES: url,
    FCM_SERVICE_ACCOUNT: JSON.stringify({
      ...{ project_id: 'stoa-test', client_email: 'stoa@test.example', private_key: privateKey, token_uri: `${url}/fcm/token` },
    }),
    FCM_API_BASE: `${url}/fcm`,
    TELEGRAM_BOT_TOKEN: SECRETS.telegram,
    TELEGRAM_BOT_NAME: 'stoa_test_bot',
    TELEGRAM_WEBHOOK_SECRET: 'telegram-webhook-secret',
    TELEGRAM_API_BASE: `${url}/telegram`,
    SMTP_URL: sandbox.smtpUrl,
  };
  const sesEnvironment: Environment = {
    SES_REGION: 'us-east-1',
    SES_ACCESS_KEY_ID: 'ses-key',
    SES_SECRET_ACCESS_KEY: SECRETS.ses,
    SES_ENDPOINT: `${url}/ses`,
    SES_SNS_TOPIC_ARN: TOPIC,
    SNS_ENDPOINT: `${url}/sns`,
  };
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = body ? { 'content-type': 'application/json' } : {};
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    ...{ url, environment, sesEnvironment, ask, close: () => sandbox.close() },
    /** Has the next message of a provider meet a misfortune. */
    order: (provider: string, misfortune: object) => ask('POST', '/_sandbox/misfortunes', { provider, ...misfortune }),
    messages: async (): Promise<readonly KeptMessage[]> => (await ask<{ messages: KeptMessage[] }>('GET', '/messages')).messages,
  };
}

export type OpenOutbox = Awaited<ReturnType<typeof openOutbox>>;

/** A message with an address on it. */
export const aMessage = (recipient: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  key: '0198c0de-0000-7000-8000-000000000001',
  recipient,
  locale: 'de',
  title: 'Ihre Bestellung ist unterwegs',
  text: 'Grüße aus Köln — 你好',
  actionUrl: 'https://shop.example/orders/1',
  ...more,
});

/** The channel that a configuration makes. */
export function made(make: MakeChannel, environment: Environment): Channel {
  const channel = make(environment);
  if (!channel) throw new Error('Nothing is configured.');
  return channel;
}

/** Hands a message over, with nobody who loses patience. */
export const deliver = (channel: Channel, message: OutgoingMessage): Promise<DeliveryOutcome> =>
  channel.deliver(message, new AbortController().signal);

/** Hands a message over and loses patience once `begun` says that it is on its way. */
export async function deliverImpatiently(channel: Channel, message: OutgoingMessage): Promise<DeliveryOutcome> {
  return channel.deliver(message, AbortSignal.timeout(300));
}
