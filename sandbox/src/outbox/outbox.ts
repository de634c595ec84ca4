import { randomUUID } from 'node:crypto';

/** Enough to look at; the oldest goes first. */
const CAPACITY = 20_000;

/** A message that was sent by another way than mail, as a person reads it. */
export interface KeptMessage {
  readonly id: string;
  readonly channel: 'SMS' | 'PUSH' | 'TELEGRAM' | 'WEBHOOK';
  /** A number, the endpoint of a subscription, an app's token, a chat, or the name of a partner. */
  readonly to: string;
  readonly title: string;
  readonly text: string;
  readonly receivedAt: string;
  /** All of what the provider was told. */
  readonly said: object;
}

/** What was sent, for as long as the process lives. */
export class Outbox {
  #messages: KeptMessage[] = [];

  constructor(private readonly now: () => number) {}

  /** Keeps a message, under an id of the provider's form. */
  keep(message: Omit<KeptMessage, 'id' | 'receivedAt'>, id: string = randomUUID()): KeptMessage {
    const kept = { id, ...message, receivedAt: new Date(this.now()).toISOString() };
    this.#messages.push(kept);
    if (this.#messages.length > CAPACITY) this.#messages.shift();
    return kept;
  }

  /** The newest first; of one channel, or to one address, where they are given. */
  list({ channel, to }: { channel?: string; to?: string } = {}): readonly KeptMessage[] {
    return this.#messages.filter((each) => (!channel || each.channel === channel) && (!to || each.to === to)).reverse();
  }

  empty(): void {
    this.#messages = [];
  }
}
