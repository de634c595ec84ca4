import { join } from 'node:path';
import { Journal } from '../journal/journal.ts';
import type { Courier } from '../webhook/courier.ts';
import type { Letter } from '../webhook/webhook-endpoint.ts';
import type { DraftOrigin } from './draft.ts';
import { Draft } from './draft.ts';
import type { RememberedReply, StripeChange, StripeEvent } from './records.ts';
import type { EventEntry } from './stripe-state.ts';
import { StripeState } from './stripe-state.ts';

/** The name of the journal in its data folder. */
export const JOURNAL_FILE = 'stripe-journal.jsonl';

/** The provider's books: the journal on disk, what it comes to in memory, and the events that others are owed. */
export class StripeBooks {
  readonly state: StripeState;
  readonly #journal: Journal<StripeChange>;
  readonly #now: () => number;

  private constructor(state: StripeState, journal: Journal<StripeChange>, now: () => number) {
    this.state = state;
    this.#journal = journal;
    this.#now = now;
  }

  /** Opens the books in a folder, rebuilt from the journal that is there. */
  static async open(folder: string, now: () => number): Promise<StripeBooks> {
    const state = new StripeState();
    const path = join(folder, JOURNAL_FILE);
    const journal = await Journal.open<StripeChange>(path, (line, pointer) => state.apply(line, pointer));
    return new StripeBooks(state, journal, now);
  }

  get nowMs(): number {
    return this.#now();
  }

  draft(origin: Omit<DraftOrigin, 'nowMs'>): Draft {
    return new Draft(this.state, { ...origin, nowMs: this.nowMs });
  }

  /** Makes a change true in memory at once; it may be told of when the promise resolves. Then its events go out. */
  async commit(change: StripeChange, courier: Courier): Promise<void> {
    const { line, pointer, durable } = this.#journal.append(change, this.nowMs);
    this.state.apply(line, pointer);
    await durable;
    for (const { event, owedTo } of change.events ?? []) {
      for (const url of owedTo) courier.submit({ eventId: event.id, type: event.type, url });
    }
  }

  /** Notes that a webhook needs no further attempt. Losing this note in a crash costs one repeated delivery. */
  settle(eventId: string, url: string, how: 'delivered' | 'dropped'): void {
    // After a failed write every request already says so; the courier need not.
    if (!this.#journal.isSound) return;
    const { line, pointer } = this.#journal.note({ did: 'webhook', settled: { eventId, url, how } }, this.nowMs);
    this.state.apply(line, pointer);
  }

  /** What is still owed from before, in its order. */
  owedLetters(): Letter[] {
    return [...this.state.owedEvents].flatMap(({ id, type, owedTo }) => [...owedTo].map((url) => ({ eventId: id, type, url })));
  }

  settled(): Promise<void> {
    return this.#journal.settled();
  }

  /** The event as it was when it happened, with how many addresses still wait for it. */
  async event(entry: EventEntry): Promise<StripeEvent & { pending_webhooks: number }> {
    const line = await this.#journal.read(entry.pointer);
    const event = line.events?.[entry.index]?.event;
    if (!event) throw new Error(`The journal has no event ${entry.id} where it should be.`);
    return { ...event, pending_webhooks: entry.owedTo.size };
  }

  /** The answer that was given under an idempotency key. */
  async reply(entry: { pointer: EventEntry['pointer'] }): Promise<RememberedReply> {
    const { reply } = await this.#journal.read(entry.pointer);
    if (!reply) throw new Error('The journal has no reply where it should be.');
    return reply;
  }

  close(): Promise<void> {
    return this.#journal.close();
  }
}
