import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { createTransport } from 'nodemailer';
import { composed } from './compose.ts';
import { type Mail, type Mailer, MailNotTaken, MailRefused } from './mail.ts';

const TIMEOUT_MS = 15_000;

export interface SesAccess {
  readonly region: string;
  readonly from: string;
  readonly endpoint?: string | undefined;
  readonly configurationSet?: string | undefined;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
}

/** What SES will never take: the text or the sender's wording. Everything else that it answers is about us, and passes. */
const FOR_GOOD: ReadonlySet<string> = new Set(['MessageRejected', 'BadRequestException']);

/** Amazon SES, which is handed whole mails, as a mail server is. */
export class SesMailer implements Mailer {
  readonly #client: SESv2Client;
  readonly #composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  constructor(private readonly access: SesAccess) {
    const { region, endpoint, accessKeyId, secretAccessKey } = access;
    this.#client = new SESv2Client({
      region,
      // Whoever wanted the mail tries again by themselves.
      maxAttempts: 1,
      requestHandler: { connectionTimeout: TIMEOUT_MS, requestTimeout: TIMEOUT_MS },
      ...(endpoint && { endpoint }),
      ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
    });
  }

  async send(mail: Mail, signal?: AbortSignal): Promise<string | undefined> {
    const { from, configurationSet } = this.access;
    const { message } = await this.#composer.sendMail(composed(from, mail));
    const command = new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [mail.to] },
      Content: { Raw: { Data: message as Buffer } },
      ...(configurationSet && { ConfigurationSetName: configurationSet }),
      ...(mail.key && { EmailTags: [{ Name: 'key', Value: mail.key }] }),
    });
    try {
      return (await this.#client.send(command, signal && { abortSignal: signal })).MessageId;
    } catch (error) {
      throw withoutPeople(error);
    }
  }
}

/** What went wrong, without SES's words: they name addresses. */
function withoutPeople(error: unknown): MailNotTaken {
  if (!(error instanceof SESv2ServiceException)) return new MailNotTaken('SES did not answer', 'MAIL_SERVER_SILENT');
  const what = `SES answered ${error.$metadata.httpStatusCode ?? 'something'} (${error.name})`;
  return FOR_GOOD.has(error.name) ? new MailRefused(what, 'MAIL_REFUSED', false) : new MailNotTaken(what, 'MAIL_SERVER_BUSY');
}
