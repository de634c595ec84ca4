import { join } from 'node:path';
import { Journal } from '../journal/journal.ts';
import { Shelf } from '../journal/shelf.ts';
import type { Courier } from '../webhook/courier.ts';
import { type Letter, wants } from '../webhook/webhook-endpoint.ts';
import type { Asset, MuxChange, MuxEvent } from './records.ts';
import { eventOf } from './render.ts';

/** The books of the video host: its journal on disk, and what that comes to in memory. */
export class MuxBooks {
  readonly events = new Shelf<MuxEvent>();
  readonly #assets = new Map<string, Asset>();
  readonly #byPlayback = new Map<string, Asset>();
  readonly #owed = new Map<string, Set<string>>();
  #journal!: Journal<MuxChange>;
  readonly #now: () => number;

  private constructor(now: () => number) {
    this.#now = now;
  }

  static async open(folder: string, now: () => number): Promise<MuxBooks> {
    const books = new MuxBooks(now);
    books.#journal = await Journal.open<MuxChange>(join(folder, 'mux-journal.jsonl'), (line) => books.#apply(line));
    return books;
  }

  get nowMs(): number {
    return this.#now();
  }

  asset(id: string): Asset | undefined {
    return this.#assets.get(id);
  }

  assets(): readonly Asset[] {
    return [...this.#assets.values()];
  }

  /** The one that is played under an id. */
  played(playbackId: string): Asset | undefined {
    return this.#byPlayback.get(playbackId);
  }

  /** Keeps what became of an asset, and when it is on the disk hands its event to the courier. */
  async keep(asset: Asset, news: 'created' | 'ready' | 'errored', courier: Courier): Promise<void> {
    await this.#tell({ asset }, eventOf(news, asset, this.#nowIso), courier);
  }

  async remove(asset: Asset, courier: Courier): Promise<void> {
    await this.#tell({ deleted: asset.id }, eventOf('deleted', asset, this.#nowIso), courier);
  }

  /** Notes that a webhook needs no further attempt. Losing this note in a crash costs one repeated delivery. */
  settle(eventId: string, url: string, how: 'delivered' | 'dropped'): void {
    if (!this.#journal.isSound) return;
    this.#apply(this.#journal.note({ settled: { eventId, url, how } }, this.#now()).line);
  }

  /** What is still owed from before, in its order. */
  owedLetters(): Letter[] {
    return this.events.all().flatMap(({ id, type }) => [...(this.#owed.get(id) ?? [])].map((url): Letter => ({ eventId: id, type, url })));
  }

  settled(): Promise<void> {
    return this.#journal.settled();
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  get #nowIso(): string {
    return new Date(this.#now()).toISOString();
  }

  async #tell(change: MuxChange, event: MuxEvent, courier: Courier): Promise<void> {
    const owedTo = courier.endpoints.filter((endpoint) => wants(endpoint, event.type)).map(({ url }) => url);
    const { line, durable } = this.#journal.append({ ...change, event, owedTo }, this.#now());
    this.#apply(line);
    await durable;
    for (const url of owedTo) courier.submit({ eventId: event.id, type: event.type, url });
  }

  #apply({ asset, deleted, event, owedTo = [], settled }: MuxChange): void {
    if (asset) {
      this.#assets.set(asset.id, asset);
      this.#byPlayback.set(asset.playbackId, asset);
    }
    if (deleted !== undefined) {
      this.#byPlayback.delete(this.#assets.get(deleted)?.playbackId ?? '');
      this.#assets.delete(deleted);
    }
    if (event) {
      this.events.put(event);
      this.#owed.set(event.id, new Set(owedTo));
    }
    if (settled) this.#owed.get(settled.eventId)?.delete(settled.url);
  }
}
