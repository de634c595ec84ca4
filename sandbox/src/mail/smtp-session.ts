import type { Socket } from 'node:net';

/** More than any mail of a shop. */
const MAX_BYTES = 10 * 1024 * 1024;

/** A mail as the protocol hands it over. */
export interface Envelope {
  from: string;
  to: readonly string[];
  raw: string;
}

/** Takes a mail, or answers why not, in a reply of SMTP such as `451 Try again later`. */
export type TakeMail = (envelope: Envelope) => string | null;

/** One connection of RFC 5321, as far as a program that sends mail speaks it. */
export class SmtpSession {
  #unread = '';
  #from: string | null = null;
  #to: string[] = [];
  #isReadingMail = false;

  constructor(
    private readonly socket: Socket,
    private readonly take: TakeMail,
  ) {
    // One byte is one character until the mail is whole, so that nothing is torn between two packets.
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.#read(chunk));
    socket.on('error', () => socket.destroy());
    this.#reply('220 sandbox ESMTP');
  }

  #reply(...lines: string[]): void {
    if (!this.socket.destroyed) this.socket.write(`${lines.join('\r\n')}\r\n`);
  }

  #read(chunk: string): void {
    this.#unread += chunk;
    if (this.#unread.length > MAX_BYTES) {
      this.#reply('552 Too much mail');
      this.socket.end();
      return;
    }
    while (this.#isReadingMail ? this.#readMail() : this.#readCommand());
  }

  #readCommand(): boolean {
    const end = this.#unread.indexOf('\r\n');
    if (end < 0) return false;
    const line = this.#unread.slice(0, end);
    this.#unread = this.#unread.slice(end + 2);
    this.#obey(line);
    return true;
  }

  #readMail(): boolean {
    const text = `\r\n${this.#unread}`;
    const end = text.indexOf('\r\n.\r\n');
    if (end < 0) return false;
    this.#unread = text.slice(end + 5);
    this.#isReadingMail = false;
    // A line that begins with a dot was sent with a second one.
    const raw = text.slice(2, end).replace(/(^|\r\n)\.\./g, '$1.');
    const refusal = this.take({ from: this.#from!, to: this.#to, raw: Buffer.from(raw, 'latin1').toString('utf8') });
    this.#forget();
    this.#reply(refusal ?? '250 Taken');
    return true;
  }

  #obey(line: string): void {
    const verb = line.split(' ', 1)[0]!.toUpperCase();
    if (verb === 'EHLO') return this.#reply('250-sandbox', '250-PIPELINING', '250-8BITMIME', `250 SIZE ${MAX_BYTES}`);
    if (verb === 'HELO') return this.#reply('250 sandbox');
    if (verb === 'MAIL') return this.#mail(/^MAIL FROM:\s*<([^>]*)>/i.exec(line)?.[1]);
    if (verb === 'RCPT') return this.#recipient(/^RCPT TO:\s*<([^>]+)>/i.exec(line)?.[1]);
    if (verb === 'DATA') return this.#data();
    if (verb === 'RSET') this.#forget();
    if (verb === 'RSET' || verb === 'NOOP') return this.#reply('250 Yes');
    this.#reply(verb === 'QUIT' ? '221 Good bye' : '502 Not understood');
    if (verb === 'QUIT') this.socket.end();
  }

  #mail(from: string | undefined): void {
    if (from === undefined) return this.#reply('501 From whom?');
    this.#forget();
    this.#from = from;
    this.#reply('250 Yes');
  }

  #recipient(to: string | undefined): void {
    if (this.#from === null) return this.#reply('503 From whom?');
    if (to === undefined) return this.#reply('501 To whom?');
    this.#to.push(to);
    this.#reply('250 Yes');
  }

  #data(): void {
    if (this.#to.length === 0) return this.#reply('503 To whom?');
    this.#isReadingMail = true;
    this.#reply('354 Go on, and end with a dot');
  }

  #forget(): void {
    this.#from = null;
    this.#to = [];
  }
}
