import { join } from 'node:path';
import { Journal } from '../journal/journal.ts';
import type { Courier } from '../webhook/courier.ts';
import type { Letter } from '../webhook/webhook-endpoint.ts';
import { wants } from '../webhook/webhook-endpoint.ts';
import type { CarrierChange, TrackedShipment, TrackingEvent } from './tracking-records.ts';

/** A parcel with all that happened to it, in the order in which it was told. */
export interface TrackedParcel {
  shipment: TrackedShipment;
  events: TrackingEvent[];
}

/** The carrier's books: its journal on disk, and what that comes to in memory. */
export class CarrierBooks {
  readonly #parcels = new Map<string, TrackedParcel>();
  readonly #events = new Map<string, { event: TrackingEvent; owedTo: Set<string> }>();
  #journal!: Journal<CarrierChange>;
  readonly #now: () => number;

  private constructor(now: () => number) {
    this.#now = now;
  }

  /** Opens the books in a folder, rebuilt from the journal that is there. */
  static async open(folder: string, now: () => number): Promise<CarrierBooks> {
    const books = new CarrierBooks(now);
    books.#journal = await Journal.open<CarrierChange>(join(folder, 'carrier-journal.jsonl'), (line) => books.#apply(line));
    return books;
  }

  get nowIso(): string {
    return new Date(this.#now()).toISOString();
  }

  parcel(trackingNumber: string): TrackedParcel | undefined {
    return this.#parcels.get(trackingNumber);
  }

  parcels(): readonly TrackedParcel[] {
    return [...this.#parcels.values()];
  }

  event(id: string): TrackingEvent | undefined {
    return this.#events.get(id)?.event;
  }

  async register(shipment: TrackedShipment): Promise<void> {
    await this.#append({ shipment });
  }

  /** Keeps the event, and when it is on the disk hands it to the courier. */
  async advance(event: TrackingEvent, courier: Courier): Promise<void> {
    const owedTo = courier.endpoints.filter((endpoint) => wants(endpoint, event.status)).map(({ url }) => url);
    await this.#append({ event, owedTo });
    for (const url of owedTo) courier.submit({ eventId: event.id, type: event.status, url });
  }

  /** Notes that a webhook needs no further attempt. Losing this note in a crash costs one repeated delivery. */
  settle(eventId: string, url: string, how: 'delivered' | 'dropped'): void {
    if (!this.#journal.isSound) return;
    this.#apply(this.#journal.note({ settled: { eventId, url, how } }, this.#now()).line);
  }

  /** What is still owed from before, in its order. */
  owedLetters(): Letter[] {
    return [...this.#events.values()].flatMap(({ event, owedTo }) =>
      [...owedTo].map((url) => ({ eventId: event.id, type: event.status, url })),
    );
  }

  settled(): Promise<void> {
    return this.#journal.settled();
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  async #append(change: CarrierChange): Promise<void> {
    const { line, durable } = this.#journal.append(change, this.#now());
    this.#apply(line);
    await durable;
  }

  #apply({ shipment, event, owedTo = [], settled }: CarrierChange): void {
    if (shipment) this.#parcels.set(shipment.trackingNumber, { shipment, events: [] });
    if (event) {
      this.#parcels.get(event.trackingNumber)?.events.push(event);
      this.#events.set(event.id, { event, owedTo: new Set(owedTo) });
    }
    if (settled) this.#events.get(settled.eventId)?.owedTo.delete(settled.url);
  }
}
