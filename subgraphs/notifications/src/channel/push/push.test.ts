import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startMailSandbox } from '@stoa/sandbox/index';
import { aMessage, deliver, deliverImpatiently, made, type OpenOutbox, openOutbox } from '../../testing/open-outbox.ts';
import { pushChannel } from './push.channel.ts';
import { isPushService, readPushRecipient } from './push-recipient.ts';

interface Subscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

let outbox: OpenOutbox;
beforeAll(async () => {
  outbox = await openOutbox(startMailSandbox);
});
afterAll(() => outbox.close());
beforeEach(() => outbox.ask('POST', '/_sandbox/reset'));

const channel = () => made(pushChannel, outbox.environment);
const aBrowser = (applicationServerKey = outbox.environment.VAPID_PUBLIC_KEY) =>
  outbox.ask<Subscription>('POST', '/_sandbox/push/subscriptions', { applicationServerKey });
const anApp = () => outbox.ask<{ token: string }>('POST', '/_sandbox/fcm/tokens');
const gone = { kind: 'permanent', code: 'NO_SUCH_ADDRESS', isAddressGone: true };

test('a browser opens what was encrypted for it, and sees one message once by its tag', async () => {
  const browser = await aBrowser();
  const outcome = await deliver(channel(), aMessage(JSON.stringify(browser), { text: '😀'.repeat(3_000) }));
  const [message] = await outbox.messages();
  expect(outcome).toEqual({ kind: 'delivered', providerId: `${outbox.url}/push/messages/${message!.id}` });
  expect(message).toMatchObject({ channel: 'PUSH', to: browser.endpoint, title: 'Ihre Bestellung ist unterwegs' });
  expect(message!.said).toMatchObject({ tag: aMessage('').key, lang: 'de', url: 'https://shop.example/orders/1' });
  expect(message!.text).toMatch(/^(😀)+…$/u);
});

test('a subscription that has ended is gone, and so is one that never was', async () => {
  const browser = await aBrowser();
  await outbox.ask('DELETE', `/_sandbox/push/subscriptions/${browser.endpoint.split('/').at(-1)}`);
  expect(await deliver(channel(), aMessage(JSON.stringify(browser)))).toEqual(gone);
  const nowhere = { ...browser, endpoint: `${outbox.url}/push/v1/nobody` };
  expect(await deliver(channel(), aMessage(JSON.stringify(nowhere)))).toEqual(gone);
  expect(await deliver(channel(), aMessage('{"endpoint":1}'))).toEqual(gone);
});

test('what a browser subscribed to with another key is not taken, and the subscription is left to who has that key', async () => {
  const browser = await aBrowser(`B${'A'.repeat(86)}`);
  expect(await deliver(channel(), aMessage(JSON.stringify(browser)))).toEqual({ kind: 'retry', code: 'PROVIDER_KNOWS_US_NOT' });
});

test('nothing is posted to an address that is no push service’s', async () => {
  const browser = { ...(await aBrowser()), endpoint: `${outbox.url.replace('127.0.0.1', 'localhost')}/push/v1/1` };
  const outcome = await deliver(channel(), aMessage(JSON.stringify(browser)));
  expect(outcome).toEqual({ kind: 'permanent', code: 'PUSH_SERVICE_UNKNOWN', isAddressGone: true });
});

test.each([
  ['https://fcm.googleapis.com/fcm/send/abc', true],
  ['https://web.push.apple.com/abc', true],
  ['http://web.push.apple.com/abc', false],
  ['https://web.push.apple.com.evil.example/abc', false],
  ['https://web.push.apple.com:8443/abc', false],
  ['https://evilpush.apple.com/abc', false],
  ['https://user@fcm.googleapis.com/abc', false],
  ['https://169.254.169.254/latest/meta-data', false],
])('%s is a push service: %s', (endpoint, is) => {
  expect(isPushService(endpoint, ['https://fcm.googleapis.com', 'https://*.push.apple.com'])).toBe(is);
});

test('an app gets its message under the name that FCM gives it, over one token for many', async () => {
  const { token } = await anApp();
  const sender = channel();
  const recipient = JSON.stringify({ token });
  const outcomes = await Promise.all([deliver(sender, aMessage(recipient)), deliver(sender, aMessage(recipient, { key: 'other-key' }))]);
  const messages = await outbox.messages();
  expect(outcomes.map((each) => each.kind)).toEqual(['delivered', 'delivered']);
  expect(messages[0]).toMatchObject({ channel: 'PUSH', to: token, said: { data: { url: 'https://shop.example/orders/1' } } });
  expect((messages[0]!.said as { android: { collapse_key: string } }).android.collapse_key).toMatch(/-/);
  // A token that Google takes back before its time is asked for again.
  await outbox.ask('POST', '/_sandbox/fcm/revoke');
  expect(await deliver(sender, aMessage(recipient))).toMatchObject({ kind: 'delivered' });
  await outbox.ask('POST', '/_sandbox/fcm/tokens/end', { token });
  expect(await deliver(sender, aMessage(recipient))).toEqual(gone);
});

test.each([
  ['push', { status: 429, retryAfter: 12 }, { kind: 'retry', code: 'PROVIDER_BUSY', afterSeconds: 12 }],
  ['push', { how: 'lose-reply' }, { kind: 'retry', code: 'PROVIDER_SILENT' }],
  ['push', { status: 413 }, { kind: 'permanent', code: 'MESSAGE_REFUSED' }],
  ['fcm', { status: 503, retryAfter: 5 }, { kind: 'retry', code: 'PROVIDER_BUSY', afterSeconds: 5 }],
  ['fcm', { status: 400 }, { kind: 'permanent', code: 'MESSAGE_REFUSED' }],
  ['fcm', { status: 403, code: 'SENDER_ID_MISMATCH' }, gone],
])('%s: %j becomes %j', async (provider, misfortune, outcome) => {
  const recipient = JSON.stringify(provider === 'push' ? await aBrowser() : await anApp());
  await outbox.order(provider, misfortune);
  expect(await deliver(channel(), aMessage(recipient))).toEqual(outcome);
});

test.each(['push', 'fcm'])('%s: what is never answered is given up when the signal says so', async (provider) => {
  const recipient = JSON.stringify(provider === 'push' ? await aBrowser() : await anApp());
  await outbox.order(provider, { how: 'hang' });
  expect(await deliverImpatiently(channel(), aMessage(recipient))).toEqual({ kind: 'retry', code: 'PROVIDER_SILENT' });
});

test('an account that Google does not know is no reason to give up a message', async () => {
  const account = JSON.parse(outbox.environment.FCM_SERVICE_ACCOUNT!) as object;
  const stranger = { ...outbox.environment, FCM_SERVICE_ACCOUNT: JSON.stringify({ ...account, client_email: 'stranger@test.example' }) };
  const outcome = await deliver(made(pushChannel, stranger), aMessage(JSON.stringify(await anApp())));
  expect(outcome).toEqual({ kind: 'retry', code: 'PROVIDER_SILENT' });
});

test('half a configuration stops the start, and shows nothing of a key', async () => {
  expect(pushChannel({})).toBeNull();
  expect(() => pushChannel({ VAPID_SUBJECT: 'mailto:a@b' })).toThrow('VAPID_PUBLIC_KEY: must be set, since VAPID_SUBJECT is');
  for (const FCM_SERVICE_ACCOUNT of ['{"private_key":"-----BEGIN PRIVATE KEY-----"}', 'bm90IGpzb24='])
    expect(() => pushChannel({ FCM_SERVICE_ACCOUNT })).toThrow(/^FCM_SERVICE_ACCOUNT: must be the JSON of a service account’s key/);
  const { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, VAPID_SUBJECT, WEB_PUSH_SERVICES } = outbox.environment;
  const onlyBrowsers = made(pushChannel, { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, VAPID_SUBJECT, WEB_PUSH_SERVICES });
  expect(await deliver(onlyBrowsers, aMessage(JSON.stringify(await anApp())))).toEqual({ kind: 'permanent', code: 'PUSH_NOT_OFFERED' });
});

test('only what is a subscription or a token is kept as one', () => {
  expect(readPushRecipient('{}')).toBeNull();
  expect(readPushRecipient('nonsense')).toBeNull();
  expect(
    readPushRecipient(JSON.stringify({ endpoint: 'https://fcm.googleapis.com/1', keys: { p256dh: 'short', auth: 'short' } })),
  ).toBeNull();
});
