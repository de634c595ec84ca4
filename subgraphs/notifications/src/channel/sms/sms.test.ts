import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startMailSandbox } from '@stoa/sandbox/index';
import { aMessage, deliver, deliverImpatiently, made, type OpenOutbox, openOutbox, SECRETS } from '../../testing/open-outbox.ts';
import { smsChannel } from './sms.channel.ts';
import { isTwilioSigned, readTwilioStatus } from './twilio-status.ts';

let outbox: OpenOutbox;
beforeAll(async () => {
  outbox = await openOutbox(startMailSandbox);
});
afterAll(() => outbox.close());
beforeEach(() => outbox.ask('POST', '/_sandbox/reset'));

const channel = () => made(smsChannel, outbox.environment);

test('a message goes in one piece, its address whole, and under the id that Twilio gives it', async () => {
  const text = 'long '.repeat(400);
  const outcome = await deliver(channel(), aMessage('+4915112345678', { text }));
  const [sms] = await outbox.messages();
  expect(outcome).toEqual({ kind: 'delivered', providerId: sms!.id });
  expect(sms).toMatchObject({ channel: 'SMS', to: '+4915112345678' });
  expect(sms!.text).toMatch(/^Ihre Bestellung ist unterwegs\nlong [\s\S]*…\nhttps:\/\/shop\.example\/orders\/1$/);
  expect(sms!.text.length).toBeLessThanOrEqual(612);
});

test.each([
  ['not-a-number', { kind: 'permanent', code: 'NO_SUCH_ADDRESS', isAddressGone: true }],
  ['+15005550001', { kind: 'permanent', code: 'NO_SUCH_ADDRESS', isAddressGone: true }],
  ['+15005550009', { kind: 'permanent', code: 'NO_SUCH_ADDRESS', isAddressGone: true }],
  ['+15005550004', { kind: 'permanent', code: 'ADDRESS_OPTED_OUT', isAddressGone: true }],
  ['+15005550003', { kind: 'permanent', code: 'MESSAGE_REFUSED' }],
])('to %s it is refused for good', async (recipient, outcome) => {
  expect(await deliver(channel(), aMessage(recipient))).toEqual(outcome);
});

test.each([
  [{ status: 503 }, { kind: 'retry', code: 'PROVIDER_BUSY' }],
  [
    { status: 429, retryAfter: 7 },
    { kind: 'retry', code: 'PROVIDER_BUSY', afterSeconds: 7 },
  ],
  [{ how: 'lose-reply' }, { kind: 'retry', code: 'PROVIDER_SILENT' }],
])('what passes is tried again: %j', async (misfortune, outcome) => {
  await outbox.order('twilio', misfortune);
  expect(await deliver(channel(), aMessage('+4915112345678'))).toEqual(outcome);
  expect(await deliver(channel(), aMessage('+4915112345678'))).toMatchObject({ kind: 'delivered' });
});

test('a provider that never answers is given up when the signal says so', async () => {
  await outbox.order('twilio', { how: 'hang' });
  expect(await deliverImpatiently(channel(), aMessage('+4915112345678'))).toEqual({ kind: 'retry', code: 'PROVIDER_SILENT' });
});

test('a wrong token is our fault and nobody else’s, and is not told to anybody', async () => {
  const wrong = made(smsChannel, { ...outbox.environment, TWILIO_AUTH_TOKEN: 'another' });
  expect(await deliver(wrong, aMessage('+4915112345678'))).toEqual({ kind: 'retry', code: 'PROVIDER_KNOWS_US_NOT' });
});

test('half a configuration stops the start, and does not say what is set', () => {
  expect(smsChannel({})).toBeNull();
  const half = { ...outbox.environment, TWILIO_FROM: '' };
  expect(() => smsChannel(half)).toThrow(/^TWILIO_FROM: must be set, since TWILIO_ACCOUNT_SID is$/);
  expect(() => smsChannel({ ...outbox.environment, TWILIO_ACCOUNT_SID: SECRETS.twilio })).toThrow(/^TWILIO_ACCOUNT_SID: must be the id/);
});

test('only what Twilio signed for this address is believed', () => {
  // The example of Twilio's documentation.
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  const form = new URLSearchParams({
    ...{ CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234', From: '+14158675309', To: '+18005551212' },
  });
  expect(isTwilioSigned('12345', url, form, 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')).toBe(true);
  expect(isTwilioSigned('12345', `${url}3`, form, 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')).toBe(false);
  expect(isTwilioSigned('12345', url, form, undefined)).toBe(false);
  form.set('Digits', '1235');
  expect(isTwilioSigned('12345', url, form, 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')).toBe(false);
});

test.each([
  [{ MessageStatus: 'sent' }, [{ kind: 'taken', key: 'k', providerId: 'SM1' }]],
  [{ MessageStatus: 'undelivered', ErrorCode: '30003' }, [{ kind: 'failed', key: 'k', code: 'MESSAGE_UNDELIVERED' }]],
  [
    { MessageStatus: 'undelivered', ErrorCode: '30005' },
    [
      { kind: 'failed', key: 'k', code: 'NO_SUCH_ADDRESS' },
      { kind: 'ended', channel: 'SMS', recipient: '+4915112345678', code: 'NO_SUCH_ADDRESS' },
    ],
  ],
])('a status says what became of a message: %j', (said, news) => {
  expect(readTwilioStatus('k', new URLSearchParams({ MessageSid: 'SM1', To: '+4915112345678', ...said }))).toEqual(news);
});
