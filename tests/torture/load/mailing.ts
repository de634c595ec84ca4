import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Person } from './person.ts';
import type { Errand } from './scene.ts';

const REQUEST_VERIFICATION = 'mutation { requestEmailVerification }';
const VERIFY = 'mutation ($token: String!) { verifyEmail(token: $token) { id } }';
const REQUEST_RESET = 'mutation ($email: String!) { requestPasswordReset(email: $email) }';
const RESET = 'mutation ($token: String!, $newPassword: String!) { resetPassword(input: { token: $token, newPassword: $newPassword }) }';
/** Mail that was on its way when the mailbox ended never comes. */
const COMES_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 500;

/** Somebody shows that an address is theirs, and sets a new password, by the links that were mailed. */
export const mailing: Errand = {
  name: 'links in mails followed',
  async do({ market, tally }) {
    const person = await Person.register(market, tally, 'BUYER');
    const email = person.identity.email!;
    await person.askOrNull(REQUEST_VERIFICATION);
    const verification = await tokenMailedTo(market.mailUrl, email, null);
    if (verification) await person.followLink(VERIFY, { token: verification });
    await person.askOrNull(REQUEST_RESET, { email });
    const reset = await tokenMailedTo(market.mailUrl, email, verification);
    if (!reset) return;
    // By nobody, as on a machine of somebody who does not know the password: with it all sessions end.
    const nobody = await Person.guest(market, tally);
    await nobody.followLink(RESET, { token: reset, newPassword: `correct ${randomUUID()}` });
    tally.did(mailing.name);
  },
};

/** The token of the newest link that came to an address, other than one that came before; null where none comes. */
async function tokenMailedTo(mailUrl: string, email: string, before: string | null): Promise<string | null> {
  for (const deadline = performance.now() + COMES_WITHIN_MS; performance.now() < deadline; await sleep(LOOK_EVERY_MS)) {
    const mails = await fetch(`${mailUrl}/mails?to=${encodeURIComponent(email)}`, { signal: AbortSignal.timeout(5_000) })
      .then(async (response) => ((await response.json()) as { mails: { text: string }[] }).mails)
      .catch(() => []);
    for (const { text } of mails) {
      const token = /#token=([\w-]+)/.exec(text)?.[1];
      if (token && token !== before) return token;
    }
  }
  return null;
}
