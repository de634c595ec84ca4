/** Enough to look at; the oldest goes first. */
const CAPACITY = 1_000;

/** A mail as it came, and as a person reads it. */
export interface KeptMail {
  id: string;
  from: string;
  to: readonly string[];
  subject: string;
  text: string;
  receivedAt: string;
  /** Everything that came after DATA. */
  raw: string;
}

/** What was sent, for as long as the process lives. */
export class Mailbox {
  #mails: KeptMail[] = [];
  /** How often the next mails are refused, and with which answer. */
  #refusals: { count: number; reply: string } = { count: 0, reply: '' };

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
    this.#refusals = { count: 0, reply: '' };
  }

  refuseNext(count: number, reply: string): void {
    this.#refusals = { count, reply };
  }

  /** What to answer instead of taking the next mail; null to take it. */
  takeRefusal(): string | null {
    if (this.#refusals.count === 0) return null;
    this.#refusals.count--;
    return this.#refusals.reply;
  }
}
