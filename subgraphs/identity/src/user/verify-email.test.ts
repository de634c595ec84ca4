import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { type MailSandbox, startMailSandbox } from '@stoa/sandbox/index';
import { EmailVerified } from '@stoa/schema/events/identity';
import manifest from '../index.ts';
import { register, viewerOf } from '../testing/given-account.ts';
import { mailTo, tokenIn } from '../testing/mailbox.ts';

let mailbox: MailSandbox;
let identity: TestSubgraph;
beforeAll(async () => {
  mailbox = await startMailSandbox({ smtpPort: 0, pagePort: 0 });
  identity = await startTestSubgraph(manifest, { environment: { SMTP_URL: mailbox.smtpUrl } });
});
afterAll(async () => {
  await identity.stop();
  await mailbox.close();
});

const invalid = { code: 'AUTH_001', message: 'Invalid or expired token' };
type Viewer = ReturnType<typeof viewerOf>;
const verify = (viewer: Viewer, token: string) =>
  identity.as(viewer).query('mutation ($token: String!) { verifyEmail(token: $token) { id emailVerified } }', { token });

/** An account with the link that was sent to it when it was opened. */
async function newcomer() {
  const session = await register(identity);
  const [mail] = await mailTo(identity, mailbox.url, session.user.email);
  return { viewer: viewerOf(session), userId: session.user.id, email: session.user.email, token: tokenIn(mail!) };
}

test('who opens an account is sent a link, and has proved the address by following it', async () => {
  const { viewer, userId, token } = await newcomer();
  expect(await identity.as(viewer).query('{ me { emailVerified } }')).toEqual({ me: { emailVerified: false } });
  expect(await verify(viewer, token)).toEqual({ verifyEmail: { id: userId, emailVerified: true } });
  expect(await identity.emitted(EmailVerified)).toContainEqual({ userId });
  await expect(verify(viewer, token)).rejects.toMatchObject(invalid);
});

test('a link proves nothing for an account that is not its own, and is not used up by the try', async () => {
  const [owner, squatter] = [await newcomer(), await newcomer()];
  await expect(verify(squatter.viewer, owner.token)).rejects.toMatchObject(invalid);
  await verify(owner.viewer, owner.token);
});

test('a link to set a password verifies nothing, and one that verifies sets none', async () => {
  const { viewer, email, token } = await newcomer();
  await identity.as(viewer).query('mutation ($email: String!) { requestPasswordReset(email: $email) }', { email });
  const [mail] = await mailTo(identity, mailbox.url, email);
  await expect(verify(viewer, tokenIn(mail!))).rejects.toMatchObject(invalid);
  const input = { token, newPassword: 'a good new password' };
  await expect(
    identity.as(viewer).query('mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) }', { input }),
  ).rejects.toMatchObject(invalid);
});

test('another link is sent to who asks, but not while the last one is young, nor once the address is proved', async () => {
  const { viewer, email, token } = await newcomer();
  const ask = async () => {
    await identity.as(viewer).query('mutation { requestEmailVerification }');
    return (await mailTo(identity, mailbox.url, email)).length;
  };
  expect(await ask()).toBe(1);
  await identity.sql.query(`update mail_link set sent_at = now() - interval '11 minutes' where sent_at is not null`);
  expect(await ask()).toBe(2);
  await verify(viewer, token);
  await identity.sql.query(`update mail_link set sent_at = now() - interval '11 minutes' where sent_at is not null`);
  expect(await ask()).toBe(2);
});
