import { createECDH, generateKeyPairSync, sign } from 'node:crypto';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterEach, expect, test } from '@jest/globals';
import { startMailSandbox } from '../mail/start-mail-sandbox.ts';
import { closeAll, closeLater } from '../testing/open-stripe.ts';
import { openEar } from '../testing/webhook-ear.ts';

afterEach(closeAll);

const google = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const SID = `AC${'1'.repeat(32)}`;
const TWILIO = { authorization: `Basic ${Buffer.from(`${SID}:token`).toString('base64')}` };

async function openOutbox() {
  const sandbox = await startMailSandbox({
    smtpPort: 0,
    pagePort: 0,
    accounts: {
      twilio: { accountSid: SID, authToken: 'token' },
      fcm: { projectId: 'p', clientEmail: 'a@example.com', publicKey: google.publicKey.export({ type: 'spki', format: 'pem' }) as string },
      telegramToken: '1:token',
      ses: { accessKeyId: 'key', secretAccessKey: 'secret', region: 'us-east-1', topicArn: 'arn:aws:sns:us-east-1:000000000000:mail' },
    },
  });
  closeLater(() => sandbox.close());
  const post = (path: string, body: object | URLSearchParams | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
    const isRaw = body instanceof URLSearchParams || body instanceof Uint8Array;
    return fetch(`${sandbox.url}${path}`, {
      method: 'POST',
      headers: isRaw ? headers : { 'content-type': 'application/json', ...headers },
      body: isRaw ? body : JSON.stringify(body),
    });
  };
  const sms = (to: string, more: Record<string, string> = {}, headers: Record<string, string> = TWILIO) =>
    post(
      `/twilio/2010-04-01/Accounts/${SID}/Messages.json`,
      new URLSearchParams({ To: to, From: '+15005550006', Body: '<b>Hi</b>', ...more }),
      headers,
    );
  return { sandbox, post, sms, messages: async () => (await (await fetch(`${sandbox.url}/messages`)).json()) as { messages: object[] } };
}

const jwt = (claims: object, key: Parameters<typeof sign>[2], alg = 'RS256'): string => {
  const text = [{ alg }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
};

test('one page shows what went by every channel, and runs nothing of it', async () => {
  const { sandbox, sms, post } = await openOutbox();
  await sms('+4915112345678');
  await post('/_sandbox/telegram/messages', { chatId: 5, text: '/start' });
  expect((await post('/telegram/bot1:token/sendMessage', { chat_id: 5, text: 'See https://shop.example/1' })).status).toBe(200);
  const page = await (await fetch(sandbox.url)).text();
  expect(page).toMatch(/<b>TELEGRAM<\/b> to 5[\s\S]*<a href="https:\/\/shop.example\/1"[\s\S]*<b>SMS<\/b> to \+4915112345678/);
  expect(page).not.toContain('<b>Hi');
});

test('Twilio wants its credentials, and tells the address that a message names what became of it', async () => {
  const { sms } = await openOutbox();
  const ear = await openEar();
  closeLater(() => ear.close());
  expect((await sms('+4915112345678', {}, {})).status).toBe(401);
  expect((await sms('+4915112345678', {}, { authorization: 'Basic bm9ib2R5OmF0YWxs' })).status).toBe(401);
  expect((await sms('+15005550030', { StatusCallback: ear.url })).status).toBe(201);
  const heard = await ear.until((all) => all.length === 2);
  expect(heard.map(({ rawBody }) => new URLSearchParams(rawBody).get('MessageStatus'))).toEqual(['sent', 'undelivered']);
  expect(heard.every(({ headers }) => typeof headers['x-twilio-signature'] === 'string')).toBe(true);
});

test('Google exchanges only what the account signed for it and of late', async () => {
  const { sandbox, post } = await openOutbox();
  const now = Math.floor(Date.now() / 1_000);
  const good = {
    ...{ iss: 'a@example.com', aud: `${sandbox.url}/fcm/token`, iat: now, exp: now + 3_600 },
    scope: 'https://www.googleapis.com/auth/firebase.messaging',
  };
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  const exchanged = async (assertion: string) => (await post('/fcm/token', new URLSearchParams({ grant_type, assertion }))).status;
  expect(await exchanged(jwt(good, google.privateKey))).toBe(200);
  expect(await exchanged(jwt(good, generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey))).toBe(400);
  expect(await exchanged(jwt(good, google.privateKey, 'none'))).toBe(400);
  for (const wrong of [{ iss: 'b@example.com' }, { aud: 'https://elsewhere.example' }, { exp: now - 1 }, { scope: 'openid' }])
    expect(await exchanged(jwt({ ...good, ...wrong }, google.privateKey))).toBe(400);
  const message = { message: { token: 'x', notification: { title: 'x' } } };
  expect((await post('/fcm/v1/projects/p/messages:send', message, { authorization: 'Bearer made-up' })).status).toBe(401);
});

test('a push service wants a token of whom the browser subscribed to, for itself and of late', async () => {
  const { sandbox, post } = await openOutbox();
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = keys.publicKey.export({ format: 'jwk' });
  const key = Buffer.concat([Buffer.from([4]), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]).toString('base64url');
  const subscribed = await post('/_sandbox/push/subscriptions', { applicationServerKey: key });
  const { endpoint } = (await subscribed.json()) as { endpoint: string };
  const now = Math.floor(Date.now() / 1_000);
  const good = { aud: sandbox.url, exp: now + 3_600, sub: 'mailto:a@example.com' };
  const signed = (claims: object, privateKey = keys.privateKey) =>
    jwt(claims, { key: privateKey, dsaEncoding: 'ieee-p1363' } as never, 'ES256');
  const answer = async (token: string, headers: Record<string, string> = { ttl: '60', 'content-encoding': 'aes128gcm' }) => {
    const body = new Uint8Array([...new Uint8Array(20), 65, ...createECDH('prime256v1').generateKeys(), ...new Uint8Array(40)]);
    return (await post(new URL(endpoint).pathname, body, { authorization: `vapid t=${token}, k=${key}`, ...headers })).status;
  };
  // The token is good; what it comes with was not encrypted for this browser.
  expect(await answer(signed(good))).toBe(500);
  expect(await answer(signed(good), { ttl: '60' })).toBe(400);
  expect(await answer(signed(good), { 'content-encoding': 'aes128gcm' })).toBe(400);
  expect(await answer(signed(good, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey))).toBe(403);
  for (const wrong of [{ aud: 'https://elsewhere.example' }, { exp: now - 1 }, { exp: now + 90_000 }, { sub: 'nobody' }])
    expect(await answer(signed({ ...good, ...wrong }))).toBe(403);
});

test('SES takes what is signed by its key, and nothing that was changed on the way', async () => {
  const { sandbox, post } = await openOutbox();
  const command = new SendEmailCommand({
    FromEmailAddress: 'shop@example.com',
    Destination: { ToAddresses: ['ada@example.com'] },
    Content: { Raw: { Data: Buffer.from('Subject: Hi\r\n\r\nHello') } },
  });
  const client = (secretAccessKey: string) =>
    new SESv2Client({
      region: 'us-east-1',
      endpoint: `${sandbox.url}/ses`,
      maxAttempts: 1,
      credentials: { accessKeyId: 'key', secretAccessKey },
    });
  expect(await client('secret').send(command)).toMatchObject({ MessageId: expect.any(String) });
  await expect(client('another').send(command)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  expect((await post('/ses/v2/email/outbound-emails', { FromEmailAddress: 'a@example.com' })).status).toBe(403);
});

test('misfortunes befall so many messages, or a share of them, until they are forgotten', async () => {
  const { sms, post, messages } = await openOutbox();
  const order = (order: object) => post('/_sandbox/misfortunes', order);
  expect((await order({ provider: 'pigeons' })).status).toBe(400);
  for (const wrong of [{ how: 'sulk' }, { status: 200 }, { count: -1 }, { share: 2 }])
    expect((await order({ provider: 'twilio', ...wrong })).status).toBe(400);
  await order({ provider: 'twilio', count: 2, status: 429, retryAfter: 3 });
  const refused = await sms('+4915112345678');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
  expect([(await sms('+4915112345678')).status, (await sms('+4915112345678')).status]).toEqual([429, 201]);
  await order({ provider: 'twilio', share: 0.5 });
  const statuses = new Set<number>();
  while (statuses.size < 2) statuses.add((await sms('+4915112345678')).status);
  expect(statuses).toEqual(new Set([201, 503]));
  await order({ provider: 'twilio', how: 'lose-reply' });
  const before = (await messages()).messages.length;
  await expect(sms('+4915112345678')).rejects.toThrow();
  expect((await messages()).messages).toHaveLength(before + 1);
  await order({ provider: 'twilio', share: 0.9999 });
  await post('/_sandbox/reset', {});
  expect((await sms('+4915112345678')).status).toBe(201);
});
