import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { aPasserBy, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { type MailSandbox, startMailSandbox } from '@stoa/sandbox/index';
import { PasswordChanged, PasswordResetRequested, SessionEnded } from '@stoa/schema/events/identity';
import manifest from '../index.ts';
import { anEmail, logIn, PASSWORD, refresh, register, viewerOf } from '../testing/given-account.ts';
import { mailTo, retryNow, tokenIn } from '../testing/mailbox.ts';

let mailbox: MailSandbox;
let identity: TestSubgraph;
beforeAll(async () => {
  mailbox = await startMailSandbox({ smtpPort: 0, pagePort: 0 });
  identity = await startTestSubgraph(manifest, {
    environment: { SMTP_URL: mailbox.smtpUrl, STOA_STOREFRONT_URL: 'https://shop.example/' },
  });
});
afterAll(async () => {
  await identity.stop();
  await mailbox.close();
});
beforeEach(async () => {
  await identity.sql.query('delete from mail_request');
});

const NEW_PASSWORD = 'another battery staple';
const asStranger = () => identity.as(aPasserBy);
const request = (email: string, client = asStranger()) =>
  client.request('mutation ($email: String!) { requestPasswordReset(email: $email) }', { email });
const reset = (token: string, newPassword = NEW_PASSWORD) =>
  asStranger().query('mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) }', { input: { token, newPassword } });
const mails = async (email: string) =>
  (await mailTo(identity, mailbox.url, email)).filter(({ subject }) => subject === 'Set a new password');

/** An account to whose address a link was sent. */
async function forgetful() {
  const session = await register(identity);
  await request(session.user.email);
  const [mail] = await mails(session.user.email);
  return { session, email: session.user.email, token: tokenIn(mail!) };
}

const invalid = { code: 'AUTH_001', message: 'Invalid or expired token' };

describe('a link to set a new password', () => {
  test('is sent to the account’s address, behind a # that no server sees, and works once', async () => {
    const { email, token, session } = await forgetful();
    expect((await mails(email))[0]!.text).toContain(`https://shop.example/reset-password#token=${token}\n`);
    expect(await identity.emitted(PasswordResetRequested)).toContainEqual({ userId: session.user.id });
    expect(await reset(token)).toEqual({ resetPassword: true });
    await expect(logIn(identity, email, PASSWORD)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    await logIn(identity, email, NEW_PASSWORD);
    await expect(reset(token, 'a third password')).rejects.toMatchObject(invalid);
    await logIn(identity, email, NEW_PASSWORD);
    expect(await identity.emitted(PasswordChanged)).toContainEqual({ userId: session.user.id });
  });

  test('ends every session of the account, and nobody else’s', async () => {
    const { session, email, token } = await forgetful();
    const [elsewhere, somebody] = [await logIn(identity, email), await register(identity)];
    await reset(token);
    for (const each of [session, elsewhere]) await expect(refresh(identity, each.refreshToken)).rejects.toMatchObject(invalid);
    await refresh(identity, somebody.refreshToken);
    const ended = (await identity.emitted(SessionEnded)).filter(({ userId }) => userId === session.user.id);
    expect(ended.map(({ reason }) => reason)).toEqual(['PASSWORD_CHANGED', 'PASSWORD_CHANGED']);
  });

  test('is refused after half an hour, as is what was never sent', async () => {
    const { token } = await forgetful();
    await identity.sql.query('update mail_link set expires_at = now() where used_at is null');
    for (const tried of [token, 'x'.repeat(43), '']) await expect(reset(tried)).rejects.toMatchObject(invalid);
  });

  test('with one token twice at once sets one password', async () => {
    const { token, email } = await forgetful();
    const passwords = ['the first of two', 'the second of two'];
    const results = await Promise.allSettled(passwords.map((password) => reset(token, password)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const works = await Promise.allSettled(passwords.map((password) => logIn(identity, email, password)));
    expect(works.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('used once leaves no other one of the account that works', async () => {
    const { token, email } = await forgetful();
    await identity.sql.query(`update mail_link set sent_at = now() - interval '11 minutes' where sent_at is not null`);
    await request(email);
    const second = tokenIn((await mails(email))[0]!);
    expect(second).not.toBe(token);
    await reset(token);
    await expect(reset(second)).rejects.toMatchObject(invalid);
  });

  test('takes no password that registering would not, and is still good then', async () => {
    const { token } = await forgetful();
    await expect(reset(token, 'short')).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'newPassword' } });
    await reset(token);
  });

  test('is kept nowhere but as a hash, and no event holds it', async () => {
    const { token } = await forgetful();
    for (const table of ['mail_link', 'mail_request', 'outbox'])
      expect(JSON.stringify(await identity.sql.query(`select * from ${table}`))).not.toContain(token);
  });

  test('proves the address, and the owner is told of the change', async () => {
    const { token, email } = await forgetful();
    await reset(token);
    expect((await mailTo(identity, mailbox.url, email))[0]!.subject).toBe('Your password was changed');
    const session = await logIn(identity, email, NEW_PASSWORD);
    expect(await identity.as(viewerOf(session)).query('{ me { emailVerified } }')).toEqual({ me: { emailVerified: true } });
  });

  test('lets in whom others’ guesses have locked out', async () => {
    const { token, email } = await forgetful();
    for (let count = 0; count < 10; count++)
      await expect(logIn(identity, email, 'wrong')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
    await expect(logIn(identity, email)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await reset(token);
    await logIn(identity, email, NEW_PASSWORD);
  });
});

describe('asking for a link', () => {
  test('answers and writes the same whether anybody has the address or not', async () => {
    const { user } = await register(identity);
    await identity.sql.query('delete from mail_request');
    const written = async (email: string) => {
      const answer = await request(email);
      const rows = await identity.sql.query(
        `select kind, attempts, email = $1 as is_asked from mail_request order by created_at desc limit 1`,
        [email],
      );
      return { answer: JSON.stringify(answer), rows };
    };
    const [known, unknown] = [await written(user.email), await written(anEmail())];
    expect(known).toEqual(unknown);
    expect(JSON.parse(known.answer)).toEqual({ data: { requestPasswordReset: true } });
    await mailTo(identity, mailbox.url, user.email);
    expect(await identity.sql.query('select 1 from mail_request')).toEqual([]);
  });

  test('again and again sends one mail in ten minutes, whose link keeps working', async () => {
    const { email, token } = await forgetful();
    for (let count = 0; count < 5; count++) {
      await request(email);
      await mails(email);
    }
    expect(await mails(email)).toHaveLength(1);
    await reset(token);
  });

  test('is counted by where it comes from', async () => {
    const limited = await startTestSubgraph(manifest, { databaseUrl: identity.databaseUrl, environment: { STOA_MAIL_RATE: '3/900' } });
    const from = (address: string) => limited.as({ ...aPasserBy, address });
    const codes: unknown[] = [];
    for (let count = 0; count < 5; count++) codes.push((await request(anEmail(), from('192.0.2.7'))).errors?.[0]?.extensions?.code);
    expect(codes).toEqual([undefined, undefined, undefined, 'RATE_LIMITED', 'RATE_LIMITED']);
    expect((await request(anEmail(), from('192.0.2.8'))).errors).toBeUndefined();
    await limited.stop();
  });
});

describe('where the mail server', () => {
  const refuse = (count: number, reply: string) =>
    fetch(`${mailbox.url}/_sandbox/refuse`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ count, reply }),
    });
  const waiting = () => identity.sql.query<{ kind: string }>('select kind from mail_request');

  test('takes no mail now, it is sent later, with a link of its own', async () => {
    const { user } = await register(identity);
    await identity.sql.query('delete from mail_request');
    await refuse(1, '451 Try again later');
    await request(user.email);
    expect(await mails(user.email)).toEqual([]);
    expect(await waiting()).toHaveLength(1);
    await retryNow(identity);
    await reset(tokenIn((await mails(user.email))[0]!));
  });

  test('refuses for good, it is not asked again', async () => {
    const { user } = await register(identity);
    await identity.sql.query('delete from mail_request');
    await refuse(1, '550 No such mailbox');
    await request(user.email);
    await mails(user.email);
    expect(await waiting()).toEqual([]);
  });

  test('takes nothing for an hour, the mail is given up', async () => {
    await request(anEmail());
    await identity.sql.query(`update mail_request set created_at = now() - interval '61 minutes'`);
    await mails('nobody@example.test');
    expect(await waiting()).toEqual([]);
  });
});
