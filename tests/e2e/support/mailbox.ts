import { type Shop, until } from './shop.ts';

export interface MailSeen {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What came to an address, the newest first. */
export async function mailsTo(shop: Shop, email: string): Promise<readonly MailSeen[]> {
  const answer = await fetch(`${shop.platform.mail!.url}/mails?to=${encodeURIComponent(email)}`);
  return ((await answer.json()) as { mails: MailSeen[] }).mails;
}

/** The token of the link in the newest mail of a subject, once it has come. */
export async function tokenMailedTo(shop: Shop, email: string, subject: string): Promise<string> {
  const mail = await until(`a mail came: ${subject}`, async () => (await mailsTo(shop, email)).find((each) => each.subject === subject));
  return /#token=([\w-]+)/.exec(mail.text)![1]!;
}
