import type { TestSubgraph } from '@stoa/kit/testing';
import { sendMails } from '../mail/send-mails.job.ts';

interface MailSeen {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** Has what is wanted sent, and reads what has come to an address, the newest first. */
export async function mailTo(subgraph: TestSubgraph, mailboxUrl: string, email: string): Promise<readonly MailSeen[]> {
  await subgraph.run(sendMails);
  const answer = await fetch(`${mailboxUrl}/mails?to=${encodeURIComponent(email)}`);
  return ((await answer.json()) as { mails: MailSeen[] }).mails;
}

/** The token of the link in a mail. */
export const tokenIn = ({ text }: MailSeen): string => /#token=([\w-]+)/.exec(text)![1]!;

/** Has every mail that waits for its next try tried again now. */
export const retryNow = (subgraph: TestSubgraph) => subgraph.sql.query('update mail_request set next_try_at = now()');
