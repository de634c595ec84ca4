import { randomUUID, sign } from 'node:crypto';
import type { Callbacks } from '../outbox/callbacks.ts';
import { type Certified, selfSigned } from './self-signed.ts';

/** What SNS signs of a message, in this order: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html. */
const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;

/** A topic of SNS that endpoints subscribe to: each has to confirm that it wants it. */
export class SnsTopic {
  #made: Certified | null = null;
  readonly #waiting = new Map<string, string>();
  readonly #confirmed = new Set<string>();

  constructor(
    readonly arn: string,
    private readonly parts: { readonly callbacks: Callbacks; readonly now: () => number; readonly origin: () => string },
  ) {}

  /** Made when it is first wanted: most never are. */
  get #certified(): Certified {
    return (this.#made ??= selfSigned('sns.amazonaws.com'));
  }

  get certificate(): string {
    return this.#certified.certificate;
  }

  get subscribers(): readonly string[] {
    return [...this.#confirmed];
  }

  /** Asks an endpoint whether it wants to be told. */
  async subscribe(url: string): Promise<void> {
    const token = randomUUID();
    this.#waiting.set(token, url);
    const link = `${this.parts.origin()}/sns/?Action=ConfirmSubscription&TopicArn=${encodeURIComponent(this.arn)}&Token=${token}`;
    await this.#post(url, 'SubscriptionConfirmation', { Message: 'You have chosen to subscribe', Token: token, SubscribeURL: link });
  }

  /** Whether somebody waited to be confirmed by this token. */
  confirm(token: string): boolean {
    const url = this.#waiting.get(token);
    if (!url) return false;
    this.#waiting.delete(token);
    this.#confirmed.add(url);
    return true;
  }

  /** Tells everybody who has confirmed. */
  async publish(message: object): Promise<void> {
    await Promise.all(this.subscribers.map((url) => this.#post(url, 'Notification', { Message: JSON.stringify(message) })));
  }

  /** A message as it would be posted, for tests that change it on the way. */
  signed(type: keyof typeof SIGNED, fields: Readonly<Record<string, string>>): Record<string, string> {
    const told: Record<string, string> = {
      ...{ Type: type, MessageId: randomUUID(), TopicArn: this.arn, Timestamp: new Date(this.parts.now()).toISOString() },
      ...{ SignatureVersion: '2', SigningCertURL: `${this.parts.origin()}/sns/SimpleNotificationService.pem` },
      ...fields,
    };
    const text = SIGNED[type].flatMap((name) => (told[name] === undefined ? [] : `${name}\n${told[name]}\n`)).join('');
    return { ...told, Signature: sign('sha256', Buffer.from(text), this.#certified.privateKey).toString('base64') };
  }

  async #post(url: string, type: keyof typeof SIGNED, fields: Readonly<Record<string, string>>): Promise<void> {
    const headers = { 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': type };
    await this.parts.callbacks.post(url, { headers, body: JSON.stringify(this.signed(type, fields)) });
  }
}
