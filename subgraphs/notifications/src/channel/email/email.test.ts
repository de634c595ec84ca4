import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type KeptMail, startMailSandbox } from '@stoa/sandbox/index';
import { aMessage, deliver, deliverImpatiently, made, type OpenOutbox, openOutbox } from '../../testing/open-outbox.ts';
import { emailChannel } from './email.channel.ts';
import { readSesNotice } from './ses-notice.ts';

let outbox: OpenOutbox;
beforeAll(async () => {
  outbox = await openOutbox(startMailSandbox);
});
afterAll(() => outbox.close());
beforeEach(() => outbox.ask('POST', '/_sandbox/reset'));

const mails = async () => (await outbox.ask<{ mails: KeptMail[] }>('GET', '/mails')).mails;
const bySmtp = () => made(emailChannel, outbox.environment);
const bySes = () => made(emailChannel, { ...outbox.environment, ...outbox.sesEnvironment });
const aMail = (to = 'ada@example.com') =>
  aMessage(to, { html: '<p>Grüße aus Köln</p>', unsubscribeUrl: 'https://shop.example/unsubscribe?t=1' });

test.each([
  ['SMTP', bySmtp],
  ['SES', bySes],
])('by %s a mail has both texts, a Message-ID that stays, and a way to end such mails', async (_how, channel) => {
  const outcomes = [await deliver(channel(), aMail()), await deliver(channel(), aMail())];
  const [second, first] = await mails();
  expect(outcomes.map(({ kind }) => kind)).toEqual(['delivered', 'delivered']);
  expect(first).toMatchObject({ to: ['ada@example.com'], subject: 'Ihre Bestellung ist unterwegs', headers: expect.any(Object) });
  expect(first!.text.trim()).toBe('Grüße aus Köln — 你好');
  expect(first!.html?.trim()).toBe('<p>Grüße aus Köln</p>');
  expect(first!.headers).toMatchObject({
    'message-id': `<${aMail().key}@stoa.test>`,
    'list-unsubscribe': '<https://shop.example/unsubscribe?t=1>',
    'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    'auto-submitted': 'auto-generated',
    'content-language': 'de',
  });
  expect(second!.headers['message-id']).toBe(first!.headers['message-id']);
});

test('a mail that nobody can opt out of has no such header', async () => {
  await deliver(bySmtp(), aMessage('ada@example.com'));
  expect((await mails())[0]!.headers).not.toHaveProperty('list-unsubscribe');
});

test.each([
  ['550 5.1.1 <ada@example.com> unknown', { kind: 'permanent', code: 'MAIL_NO_SUCH_ADDRESS', isAddressGone: true }],
  ['552 5.2.2 Mailbox full', { kind: 'permanent', code: 'MAIL_REFUSED', isAddressGone: false }],
  ['554 5.7.1 That is spam', { kind: 'permanent', code: 'MAIL_REFUSED', isAddressGone: false }],
  ['451 4.7.1 Try again later', { kind: 'retry', code: 'MAIL_SERVER_BUSY' }],
  ['535 5.7.8 Not with that password', { kind: 'retry', code: 'MAIL_SERVER_BUSY' }],
])('a mail server that says "%s" is understood', async (reply, outcome) => {
  await outbox.ask('POST', '/_sandbox/refuse', { count: 1, reply });
  expect(await deliver(bySmtp(), aMail())).toEqual(outcome);
  expect(await deliver(bySmtp(), aMail())).toMatchObject({ kind: 'delivered' });
});

test.each([
  [
    { status: 400, code: 'MessageRejected' },
    { kind: 'permanent', code: 'MAIL_REFUSED', isAddressGone: false },
  ],
  [
    { status: 429, code: 'TooManyRequestsException' },
    { kind: 'retry', code: 'MAIL_SERVER_BUSY' },
  ],
  [
    { status: 400, code: 'SendingPausedException' },
    { kind: 'retry', code: 'MAIL_SERVER_BUSY' },
  ],
  [{ how: 'lose-reply' }, { kind: 'retry', code: 'MAIL_SERVER_SILENT' }],
])('SES: %j becomes %j', async (misfortune, outcome) => {
  await outbox.order('ses', misfortune);
  expect(await deliver(bySes(), aMail())).toEqual(outcome);
});

test('a carrier that is silent is given up when the signal says so', async () => {
  await outbox.order('ses', { how: 'hang' });
  expect(await deliverImpatiently(bySes(), aMail())).toEqual({ kind: 'retry', code: 'MAIL_SERVER_SILENT' });
  const given = { kind: 'retry', code: 'MAIL_SERVER_SILENT' };
  expect(await bySmtp().deliver(aMail(), AbortSignal.abort())).toEqual(given);
  expect(await deliver(made(emailChannel, { SMTP_URL: 'smtp://127.0.0.1:1' }), aMail())).toEqual(given);
});

test('a wrong key of SES is our fault, and is tried again', async () => {
  const wrong = made(emailChannel, { ...outbox.sesEnvironment, SES_SECRET_ACCESS_KEY: 'another' });
  expect(await deliver(wrong, aMail())).toEqual({ kind: 'retry', code: 'MAIL_SERVER_BUSY' });
});

test('half a configuration stops the start', () => {
  expect(emailChannel({})).toBeNull();
  expect(() => emailChannel({ SES_REGION: 'us-east-1', SES_ACCESS_KEY_ID: 'a' })).toThrow(
    'SES_SECRET_ACCESS_KEY: must be set, since SES_ACCESS_KEY_ID is',
  );
  expect(() => emailChannel({ SES_CONFIGURATION_SET: 'a' })).toThrow('SES_REGION: must be set, since SES_CONFIGURATION_SET is');
});

const to = (emailAddress: string) => [{ emailAddress }];

test.each([
  [
    { notificationType: 'Bounce', bounce: { bounceType: 'Permanent', bouncedRecipients: to('Ada <ada@example.com>') } },
    [{ kind: 'ended', channel: 'EMAIL', recipient: 'ada@example.com', code: 'MAIL_NO_SUCH_ADDRESS' }],
  ],
  [
    {
      ...{ eventType: 'Bounce', bounce: { bounceType: 'Permanent', bouncedRecipients: to('ada@example.com') } },
      mail: { tags: { key: ['k'], 'ses:from-domain': ['stoa.test'] } },
    },
    [
      { kind: 'failed', key: 'k', code: 'MAIL_NO_SUCH_ADDRESS' },
      { kind: 'ended', channel: 'EMAIL', recipient: 'ada@example.com', code: 'MAIL_NO_SUCH_ADDRESS' },
    ],
  ],
  [{ eventType: 'Bounce', bounce: { bounceType: 'Transient', bouncedRecipients: to('ada@example.com') } }, []],
  [
    { eventType: 'Complaint', complaint: { complainedRecipients: to('ada@example.com') } },
    [{ kind: 'ended', channel: 'EMAIL', recipient: 'ada@example.com', code: 'MAIL_COMPLAINED' }],
  ],
  [{ eventType: 'Delivery' }, []],
])('what SES tells is read: %j', (notice, news) => {
  expect(readSesNotice(JSON.stringify(notice))).toEqual(news);
  expect(readSesNotice('nonsense')).toEqual([]);
});
