import { createTransport } from 'nodemailer';
import { type Mail, MailRefused } from './mail.ts';

/** A server that says nothing for so long is not there. */
const TIMEOUT_MS = 15_000;

/** Hands one mail to the server, over a connection of its own. */
export async function sendBySmtp(url: string, from: string, mail: Mail): Promise<void> {
  const patience = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  // A password is never sent in the clear, whatever somebody between makes the server seem to offer.
  const transport = createTransport({ url, ...patience, requireTLS: new URL(url).username !== '' });
  try {
    await transport.sendMail({ from, ...mail });
  } catch (error) {
    throw withoutPeople(error);
  } finally {
    transport.close();
  }
}

/** What went wrong, without what the server said of it: that names the address, and errors are logged. */
function withoutPeople(error: unknown): Error {
  const { code = 'EUNKNOWN', responseCode } = error as { code?: string; responseCode?: number };
  const what = `the mail server answered ${responseCode ?? 'nothing'} (${code})`;
  return responseCode !== undefined && responseCode >= 550 && responseCode < 560 ? new MailRefused(what) : new Error(what);
}
