import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startMailSandbox } from '@stoa/sandbox/index';
import { aMessage, deliver, deliverImpatiently, made, type OpenOutbox, openOutbox } from '../../testing/open-outbox.ts';
import { telegramChannel } from './telegram.channel.ts';
import { telegramLink } from './telegram-settings.ts';
import { readTelegramUpdate } from './telegram-update.ts';

let outbox: OpenOutbox;
beforeAll(async () => {
  outbox = await openOutbox(startMailSandbox);
});
afterAll(() => outbox.close());
beforeEach(async () => {
  await outbox.ask('POST', '/_sandbox/reset');
  await outbox.ask('POST', '/_sandbox/telegram/messages', { chatId: 7, text: '/start' });
});

const channel = () => made(telegramChannel, outbox.environment);

test('a message goes to the chat as plain text, whatever stands in it', async () => {
  const text = '<b>*not bold*</b> '.repeat(400);
  expect(await deliver(channel(), aMessage('7', { text }))).toEqual({ kind: 'delivered', providerId: expect.any(String) });
  const [message] = await outbox.messages();
  expect(message!.text).toMatch(/^Ihre Bestellung ist unterwegs\n\n<b>\*not bold\*<\/b>[\s\S]*…\n\nhttps:\/\/shop\.example\/orders\/1$/);
  expect(message!.said).not.toHaveProperty('parse_mode');
});

test('a chat that nobody opened, and one whose owner has blocked the bot, are gone', async () => {
  const gone = { kind: 'permanent', code: 'NO_SUCH_ADDRESS', isAddressGone: true };
  expect(await deliver(channel(), aMessage('8'))).toEqual(gone);
  await outbox.ask('POST', '/_sandbox/telegram/chats/7/block');
  expect(await deliver(channel(), aMessage('7'))).toEqual(gone);
});

test.each([
  [
    { status: 429, retryAfter: 33 },
    { kind: 'retry', code: 'PROVIDER_BUSY', afterSeconds: 33 },
  ],
  [{ status: 502 }, { kind: 'retry', code: 'PROVIDER_BUSY' }],
  [{ how: 'lose-reply' }, { kind: 'retry', code: 'PROVIDER_SILENT' }],
  [{ status: 400 }, { kind: 'permanent', code: 'MESSAGE_REFUSED' }],
])('%j becomes %j', async (misfortune, outcome) => {
  await outbox.order('telegram', misfortune);
  expect(await deliver(channel(), aMessage('7'))).toEqual(outcome);
});

test('a bot that never answers is given up, and the address with the token in it stands in no outcome', async () => {
  await outbox.order('telegram', { how: 'hang' });
  expect(await deliverImpatiently(channel(), aMessage('7'))).toEqual({ kind: 'retry', code: 'PROVIDER_SILENT' });
  const nowhere = made(telegramChannel, { ...outbox.environment, TELEGRAM_API_BASE: 'http://127.0.0.1:1' });
  expect(await deliver(nowhere, aMessage('7'))).toEqual({ kind: 'retry', code: 'PROVIDER_SILENT' });
  const wrong = made(telegramChannel, { ...outbox.environment, TELEGRAM_BOT_TOKEN: '1:wrong' });
  expect(await deliver(wrong, aMessage('7'))).toEqual({ kind: 'retry', code: 'PROVIDER_KNOWS_US_NOT' });
});

test('half a configuration stops the start', () => {
  expect(telegramChannel({})).toBeNull();
  expect(() => telegramChannel({ TELEGRAM_BOT_TOKEN: '1:a' })).toThrow('TELEGRAM_BOT_NAME: must be set, since TELEGRAM_BOT_TOKEN is');
});

test('a link opens the chat with a code, which the bot is shown', () => {
  expect(telegramLink('stoa_test_bot', 'abc-DEF_1')).toBe('https://t.me/stoa_test_bot?start=abc-DEF_1');
});

const inChat = (text: string, type = 'private') => ({
  update_id: 1,
  message: { chat: { id: 7, type }, from: { language_code: 'hi' }, text },
});

test.each([
  [inChat('/start abc-DEF_1'), { kind: 'shown', chatId: '7', code: 'abc-DEF_1', language: 'hi' }],
  [inChat('/start'), { kind: 'wrote', chatId: '7', language: 'hi' }],
  [inChat(`/start ${'a'.repeat(65)}`), { kind: 'wrote', chatId: '7', language: 'hi' }],
  [inChat('/stop'), { kind: 'left', chatId: '7', wrote: true, language: 'hi' }],
  [inChat('/start abc', 'group'), null],
  [
    { update_id: 2, my_chat_member: { chat: { id: 7, type: 'private' }, new_chat_member: { status: 'kicked' } } },
    { kind: 'left', chatId: '7', wrote: false, language: 'en' },
  ],
  [{ update_id: 3, my_chat_member: { chat: { id: 7, type: 'private' }, new_chat_member: { status: 'member' } } }, null],
  [{ update_id: 4, message: { chat: { id: '7; drop' } } }, null],
  ['nonsense', null],
])('what people do in a chat is read: %j', (update, act) => {
  expect(readTelegramUpdate(update)).toEqual(act);
});
