import { join } from 'node:path';
import { Journal } from '../journal/journal.ts';
import type { Courier } from '../webhook/courier.ts';
import type { Letter } from '../webhook/webhook-endpoint.ts';
import { Draft } from './draft.ts';
import { RazorpayState } from './razorpay-state.ts';
import type { RazorpayChange } from './records.ts';

/** The name of the journal in its data folder. */
export const JOURNAL_FILE = 'razorpay-journal.jsonl';

/** Razorpay's books: the journal on disk, and what it comes to in memory. */
export class RazorpayBooks {
  readonly state: RazorpayState;
  readonly #journal: Journal<RazorpayChange>;
  readonly #now: () => number;

  private constructor(state: RazorpayState, journal: Journal<RazorpayChange>, now: () => number) {
    this.state = state;
    this.#journal = journal;
    this.#now = now;
  }

  /** Opens the books in a folder, rebuilt from the journal that is there. */
  static async open(folder: string, now: () => number): Promise<RazorpayBooks> {
    const state = new RazorpayState();
    const journal = await Journal.open<RazorpayChange>(join(folder, JOURNAL_FILE), (line) => state.apply(line));
    return new RazorpayBooks(state, journal, now);
  }

  /** Does one step of work, and answers when all that it changed is on the disk. Then its events go out. */
  async write<T>(did: string, courier: Courier, work: (draft: Draft) => T): Promise<T> {
    const draft = new Draft(this.state, courier.endpoints, Math.floor(this.#now() / 1_000));
    const answer = work(draft);
    const change = draft.finish(did);
    if (!change) return answer;
    const { line, durable } = this.#journal.append(change, this.#now());
    this.state.apply(line);
    await durable;
    for (const { event, owedTo } of change.events ?? [])
      for (const url of owedTo) courier.submit({ eventId: event.id, type: event.body.event, url });
    return answer;
  }

  /** Notes that a webhook needs no further attempt. Losing this note in a crash costs one repeated delivery. */
  settle(eventId: string, url: string, how: 'delivered' | 'dropped'): void {
    if (!this.#journal.isSound) return;
    this.state.apply(this.#journal.note({ did: 'webhook', settled: { eventId, url, how } }, this.#now()).line);
  }

  /** What is still owed from before, in its order. */
  owedLetters(): Letter[] {
    return this.state.events.all().flatMap(({ id, body, owedTo }) => [...owedTo].map((url) => ({ eventId: id, type: body.event, url })));
  }

  settled(): Promise<void> {
    return this.#journal.settled();
  }

  close(): Promise<void> {
    return this.#journal.close();
  }
}
