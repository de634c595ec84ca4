import { createTransport } from 'nodemailer';
import { composed } from './compose.ts';
import { type Mail, MailNotTaken, MailRefused } from './mail.ts';

/** A server that says nothing for so long is not there. */
const TIMEOUT_MS = 15_000;

/** Hands one mail to the server, over a connection of its own; answers its Message-ID. */
export async function sendBySmtp(url: string, from: string, mail: Mail, signal?: AbortSignal): Promise<string> {
  const patience = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  // A password is never sent in the clear, whatever somebody between makes the server seem to offer.
  const transport = createTransport({ url, ...patience, requireTLS: new URL(url).username !== '' });
  try {
    const { messageId } = await orGivenUp(transport.sendMail(composed(from, mail)), signal);
    return messageId;
  } catch (error) {
    throw error instanceof MailNotTaken ? error : withoutPeople(error);
  } finally {
    transport.close();
  }
}

/** Nodemailer cannot be told to stop: what is given up is left to its own time limits, and may be taken all the same. */
async function orGivenUp<T>(sending: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return sending;
  const givenUp = Promise.withResolvers<never>();
  const giveUp = () => givenUp.reject(new MailNotTaken('the mail server was not waited for any longer', 'MAIL_SERVER_SILENT'));
  signal.addEventListener('abort', giveUp);
  try {
    if (signal.aborted) giveUp();
    return await Promise.race([sending, givenUp.promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** No such mailbox, no such domain, moved away without a word, takes no mail at all, closed (RFC 3463, RFC 7505). */
const GONE = /\b5\.(1\.(1|2|3|6|10)|2\.1)\b/;

/** What went wrong, without what the server said of it: that names the address, and errors are logged. */
function withoutPeople(error: unknown): MailNotTaken {
  const { code = 'EUNKNOWN', responseCode: status, response = '', command } = error as SmtpFailure;
  const what = `the mail server answered ${status ?? 'nothing'} (${code})`;
  if (status === undefined) return new MailNotTaken(what, 'MAIL_SERVER_SILENT');
  if (status < 550 || status >= 560) return new MailNotTaken(what, 'MAIL_SERVER_BUSY');
  // A server that gives no reason beside a plain 550 to the recipient means the mailbox; to the sender or to the text it means those.
  const isGone = GONE.test(response) || (status === 550 && command === 'RCPT TO' && !/\b5\.\d+\.\d+\b/.test(response));
  return new MailRefused(what, isGone ? 'MAIL_NO_SUCH_ADDRESS' : 'MAIL_REFUSED', isGone);
}

interface SmtpFailure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly command?: string;
}
