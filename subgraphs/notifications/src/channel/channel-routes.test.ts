import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startMailSandbox } from '@stoa/sandbox/index';
import { deadAmong } from '../contact/end-address.ts';
import manifest from '../index.ts';
import { hashOfCode } from '../telegram/link-telegram.ts';
import { neighbours } from '../testing/given-notifications.ts';
import { aMessage, deliver, made, type OpenOutbox, openOutbox, SECRETS } from '../testing/open-outbox.ts';
import { emailChannel } from './email/email.channel.ts';
import { announceWebhook } from './telegram/announce-webhook.job.ts';

let outbox: OpenOutbox;
let notifications: TestSubgraph;
beforeAll(async () => {
  outbox = await openOutbox(startMailSandbox);
  notifications = await startTestSubgraph(manifest, {
    commands: neighbours,
    environment: { ...outbox.environment, ...outbox.sesEnvironment, STOA_PUBLIC_URL: 'https://stoa.example' },
  });
});
afterAll(async () => {
  await notifications?.stop();
  await outbox?.close();
});
beforeEach(() => notifications.sql.query('truncate notification, notification_delivery, dead_address, contact, telegram_code'));

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const { viewer, traceparent } = notifications.context();
  const request = { method: 'POST', path, query: new URLSearchParams(), headers, body: Buffer.from(body) };
  const { status, body: answer } = await notifications.domain.route(request, viewer, traceparent);
  return { status, answer: answer ? (JSON.parse(String(answer)) as Record<string, unknown>) : null };
}

async function aContact(channel: 'SMS' | 'TELEGRAM', value: string): Promise<string> {
  const id = newId();
  await notifications.sql.query('insert into contact (id, user_id, channel, value) values ($1, $2, $3, $4)', [id, newId(), channel, value]);
  return id;
}

const contacts = async (): Promise<string[]> =>
  (await notifications.sql.query<{ value: string }>('select value from contact order by value')).map(({ value }) => value);

async function aDelivery(status: 'QUEUED' | 'DELIVERED', channel = 'SMS'): Promise<string> {
  const id = newId();
  await notifications.sql.query(
    `insert into notification_delivery (id, notification_id, channel, status, deadline_at, delivered_at)
     values ($1, $2, $3, $4, now() + interval '1 day', case $4 when 'DELIVERED' then now() end)`,
    [id, newId(), channel, status],
  );
  return id;
}

const deliveryOf = async (id: string) => {
  const [row] = await notifications.sql.query<{ status: string; error: string | null; provider_id: string | null }>(
    'select status, error, provider_id from notification_delivery where id = $1',
    [id],
  );
  return row;
};

function tellOfSms(key: string, said: Record<string, string>, authToken = SECRETS.twilio) {
  const form = new URLSearchParams({ MessageSid: 'SM1', To: '+4915112345678', ...said });
  const sorted = [...form].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => name + value);
  const signature = createHmac('sha1', authToken)
    .update(`https://stoa.example/webhooks/twilio/${key}${sorted.join('')}`)
    .digest('base64');
  return post(`/webhooks/twilio/${key}`, form.toString(), { 'x-twilio-signature': signature });
}

test('Twilio says that it has a message whose answer was lost, and that a phone is nobody’s', async () => {
  await aContact('SMS', '+4915112345678');
  await aContact('SMS', '+4915100000000');
  const id = await aDelivery('QUEUED');
  expect((await tellOfSms(id, { MessageStatus: 'sent' }, 'another')).status).toBe(401);
  expect((await tellOfSms(id, { MessageStatus: 'sent' })).status).toBe(204);
  expect(await deliveryOf(id)).toEqual({ status: 'DELIVERED', error: null, provider_id: 'SM1' });
  for (let times = 0; times < 2; times++)
    expect((await tellOfSms(id, { MessageStatus: 'undelivered', ErrorCode: '30005' })).status).toBe(204);
  expect(await deliveryOf(id)).toMatchObject({ status: 'FAILED', error: 'NO_SUCH_ADDRESS' });
  expect(await contacts()).toEqual(['+4915100000000']);
  expect((await tellOfSms('no-id-of-ours', { MessageStatus: 'sent' })).status).toBe(204);
});

const TELEGRAM = { 'x-telegram-bot-api-secret-token': 'telegram-webhook-secret' };
const written = (text: string, language = 'de') =>
  JSON.stringify({ update_id: 1, message: { chat: { id: 7, type: 'private' }, from: { language_code: language }, text } });

test('whoever shows the bot a code is told things in that chat, until they block it', async () => {
  await notifications.sql.query(`insert into telegram_code (code_hash, user_id, expires_at) values ($1, $2, now() + interval '1 hour')`, [
    hashOfCode('good-code'),
    newId(),
  ]);
  for (const headers of [{}, { 'x-telegram-bot-api-secret-token': 'telegram-webhook-secreT' }])
    expect((await post('/webhooks/telegram', written('/start good-code'), headers as Record<string, string>)).status).toBe(401);
  expect(await contacts()).toEqual([]);
  const { status, answer } = await post('/webhooks/telegram', written('/start good-code'), TELEGRAM);
  expect({ status, answer }).toEqual({
    status: 200,
    answer: { method: 'sendMessage', chat_id: 7, text: expect.stringContaining('Bestellungen') },
  });
  expect(await contacts()).toEqual(['7']);
  // A code is good once.
  expect((await post('/webhooks/telegram', written('/start good-code', 'fr'), TELEGRAM)).answer!['text']).toContain('not good any more');
  const blocked = JSON.stringify({
    update_id: 2,
    my_chat_member: { chat: { id: 7, type: 'private' }, new_chat_member: { status: 'kicked' } },
  });
  expect((await post('/webhooks/telegram', blocked, TELEGRAM)).status).toBe(200);
  expect(await contacts()).toEqual([]);
});

test('Telegram is told where its messages are taken', async () => {
  await announceWebhook.run(notifications.context());
  expect(await outbox.ask('GET', `/telegram/bot${SECRETS.telegram}/getWebhookInfo`)).toEqual({
    ok: true,
    result: { url: 'https://stoa.example/webhooks/telegram' },
  });
});

const topic = () => outbox.sesEnvironment.SES_SNS_TOPIC_ARN!;
const bounce = JSON.stringify({
  notificationType: 'Bounce',
  bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'Ada@example.com' }] },
});

/** A message of SNS, signed by a key of ours unless its certificate is another's. */
function fromSns(message: Record<string, string>): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const whole: Record<string, string> = {
    ...{
      Type: 'Notification',
      MessageId: 'm',
      TopicArn: topic(),
      Message: bounce,
      Timestamp: new Date().toISOString(),
      SignatureVersion: '2',
    },
    SigningCertURL: `${outbox.url}/sns/SimpleNotificationService.pem`,
    ...message,
  };
  const signed = ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'].map((name) => `${name}\n${whole[name]}\n`).join('');
  return JSON.stringify({ ...whole, Signature: sign('sha256', Buffer.from(signed), privateKey).toString('base64') });
}

test.each([
  ['another topic', { TopicArn: 'arn:aws:sns:us-east-1:999999999999:mail' }, 403],
  ['a key that is not SNS’s', {}, 401],
  ['a certificate from elsewhere', { SigningCertURL: 'http://169.254.169.254/SimpleNotificationService.pem' }, 401],
  ['a certificate by another name', { SigningCertURL: 'PLACE/messages' }, 401],
  ['a type that is not heeded', { Type: 'UnsubscribeConfirmation' }, 400],
])('from %s nothing is believed', async (_what, message, status) => {
  const placed = Object.fromEntries(Object.entries(message).map(([name, value]) => [name, value.replace('PLACE', `${outbox.url}/sns`)]));
  expect((await post('/webhooks/ses', fromSns(placed))).status).toBe(status);
  expect(await deadAmong(notifications.sql, ['ada@example.com'])).toEqual(new Set());
});

test('a topic that is confirmed tells of bounces and complaints, and both end the address', async () => {
  const door = createServer(async (request, response) => {
    const { status } = await post('/webhooks/ses', await text(request)).catch(() => ({ status: 500 }));
    response.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  try {
    const { port } = door.address() as AddressInfo;
    const subscribed = await outbox.ask('POST', '/_sandbox/ses/subscriptions', { url: `http://127.0.0.1:${port}/` });
    expect(subscribed).toEqual({ subscribers: [`http://127.0.0.1:${port}/`] });
    const channel = made(emailChannel, { ...outbox.environment, ...outbox.sesEnvironment });
    const key = await aDelivery('DELIVERED', 'EMAIL');
    const addresses = ['bounce', 'complaint', 'ooto'].map((name) => `${name}@simulator.amazonses.com`);
    for (const address of addresses) expect(await deliver(channel, aMessage(address, { key }))).toMatchObject({ kind: 'delivered' });
    let dead = new Set<string>();
    while (dead.size < 2) dead = await deadAmong(notifications.sql, addresses);
    expect(dead).toEqual(new Set(addresses.slice(0, 2)));
    expect(await deliveryOf(key)).toMatchObject({ status: 'FAILED', error: 'MAIL_NO_SUCH_ADDRESS' });
  } finally {
    door.close();
    door.closeAllConnections();
  }
});
