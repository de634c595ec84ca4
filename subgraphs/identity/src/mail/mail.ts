/** A mail to one person, in plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The mail server said for good that it will not take a mail; to send it again would be of no use. */
export class MailRefused extends Error {}

/** Who carries mail. */
export interface Mailer {
  /** Rejects with MailRefused where the mail will never be taken, and with any other error where it may be later. */
  send(mail: Mail): Promise<void>;
}
