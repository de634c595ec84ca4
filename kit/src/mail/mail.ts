/** A mail to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain text, which every mail has. */
  readonly text: string;
  readonly html?: string | undefined;
  /** Becomes the Message-ID: the same at each try, so that a mailbox which has the mail already can tell. */
  readonly key?: string | undefined;
  /** Where a POST ends such mails without another question (RFC 8058), which mailboxes offer as a button. */
  readonly unsubscribeUrl?: string | undefined;
  /** BCP 47, of the text. */
  readonly locale?: string | undefined;
}

/** The mail was not taken. `code` is stable and names nobody; neither does the message, since errors are logged. */
export class MailNotTaken extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

/** The mail server said for good that it will not take a mail; to send it again would be of no use. */
export class MailRefused extends MailNotTaken {
  constructor(
    message: string,
    code: string,
    /** There is no such mailbox, or not any more: no other mail will be taken either. */
    readonly isAddressGone: boolean,
  ) {
    super(message, code);
  }
}

/** Who carries mail. */
export interface Mailer {
  /**
   * Answers what the carrier calls the mail. Rejects with MailRefused where it will never be taken, and with MailNotTaken where it may be
   * later; also when the signal says to give up, and then it may have been taken all the same.
   */
  send(mail: Mail, signal?: AbortSignal): Promise<string | undefined>;
}
