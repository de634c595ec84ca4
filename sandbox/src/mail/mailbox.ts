import { Refusals } from '../outbox/refusals.ts';

/** Enough to look at; the oldest goes first. */
const CAPACITY = 20_000;

/** A mail as it came, and as a person reads it. */
export interface KeptMail {
  id: string;
  from: string;
  to: readonly string[];
  subject: string;
  text: string;
  /** The same for those who read HTML, where the mail has it. */
  html: string | null;
  /** Such as `list-unsubscribe`, by their names in lower case. */
  headers: Readonly<Record<string, string>>;
  receivedAt: string;
  /** Everything that came after DATA. */
  raw: string;
}

/** What was sent, for as long as the process lives. */
export class Mailbox {
  #mails: KeptMail[] = [];
  /** The replies of SMTP that the next mails are met with. */
  readonly refusals = new Refusals<string>();

  keep(mail: KeptMail): void {
    this.#mails.push(mail);
    if (this.#mails.length > CAPACITY) this.#mails.shift();
  }

  /** The newest first; to one address, where it is given. */
  list(to?: string): readonly KeptMail[] {
    const wanted = to?.toLowerCase();
    return this.#mails.filter((mail) => !wanted || mail.to.some((each) => each.toLowerCase() === wanted)).reverse();
  }

  find(id: string): KeptMail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }

  empty(): void {
    this.#mails = [];
    this.refusals.clear();
  }
}
