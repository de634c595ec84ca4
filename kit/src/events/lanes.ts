import type { DeliverMany, DeliveryOutcome } from './bus.ts';
import type { EventEnvelope } from './contract.ts';
import type { Position } from './position.ts';

/** At most so many events in one transaction: what it has locked others wait for. */
const MOST_AT_ONCE = 32;

/** Disturbances for tests: what a network and a scheduler may do to deliveries, drawn from a seed. */
export interface Chaos {
  /** A number in [0, 1), from a seeded generator. */
  random(): number;
  readonly maxDelayMs: number;
  /** The share of deliveries that come a second time. */
  readonly duplicateShare: number;
}

interface Entry {
  readonly sequence: number;
  readonly id: string;
  done: boolean;
}

interface Item {
  readonly entry: Entry;
  readonly envelope: EventEnvelope;
  attempt: number;
}

export interface LanesOptions {
  readonly concurrency: number;
  /** How many unsettled events are held at most. */
  readonly capacity: number;
  readonly start: Position;
  deliver(envelope: EventEnvelope, position: { readonly sequence: number; readonly attempt: number }): Promise<DeliveryOutcome>;
  /** Takes over what waits behind others, several at a time. */
  readonly many?: DeliverMany | undefined;
  /** `deliver` has thrown, which it does only where the process is to behave as dead. */
  onCrash(error: unknown): void;
  readonly chaos?: Chaos | undefined;
}

/**
 * Handles the events of one aggregate one after another, and several aggregates at a time. An event that is to be tried again
 * keeps its place: later ones of its aggregate wait, others pass. Keeps count of how far everything is settled.
 */
export class Lanes {
  readonly #options: LanesOptions;
  readonly #lanes = new Map<string, Item[]>();
  readonly #ready: string[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #entries: Entry[] = [];
  #firstEntry = 0;
  #floor: Position;
  #unsettled = 0;
  #running = 0;
  #abandoned = false;
  #waiters: (() => void)[] = [];

  constructor(options: LanesOptions) {
    this.#options = options;
    this.#floor = options.start;
  }

  /** Everything up to here is settled. */
  get floor(): Position {
    return this.#floor;
  }

  get unsettled(): number {
    return this.#unsettled;
  }

  /** When the oldest event happened that is not settled; null where all are. */
  get oldestAtMs(): number | null {
    let oldest: string | null = null;
    for (const [first] of this.#lanes.values()) {
      if (!first) continue;
      const { occurredAt } = first.envelope;
      if (oldest === null || occurredAt < oldest) oldest = occurredAt;
    }
    return oldest === null ? null : Date.parse(oldest);
  }

  add(sequence: number, envelope: EventEnvelope): void {
    const entry: Entry = { sequence, id: envelope.id, done: false };
    this.#entries.push(entry);
    this.#unsettled += 1;
    const key = `${envelope.aggregateType}/${envelope.aggregateId}`;
    const lane = this.#lanes.get(key);
    const item: Item = { entry, envelope, attempt: 0 };
    if (lane) {
      lane.push(item);
      return;
    }
    this.#lanes.set(key, [item]);
    this.#ready.push(key);
    this.#pump();
  }

  /** An event that nobody here handles. */
  pass(sequence: number, id: string): void {
    this.#entries.push({ sequence, id, done: true });
    this.#raiseFloor();
  }

  /** Waits until another event may be added. */
  async room(): Promise<void> {
    while (this.#unsettled >= this.#options.capacity && !this.#abandoned) await this.#change();
  }

  /** Waits until everything is settled. */
  async settled(): Promise<void> {
    while (this.#unsettled > 0 && !this.#abandoned) await this.#change();
  }

  /** Gives up what has not begun, and waits for what runs. */
  async abandon(): Promise<void> {
    this.#abandoned = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#notify();
    while (this.#running > 0) await this.#change();
  }

  #pump(): void {
    while (!this.#abandoned && this.#running < this.#options.concurrency && this.#ready.length > 0) {
      const { chaos } = this.#options;
      const index = chaos ? Math.floor(chaos.random() * this.#ready.length) : 0;
      const [key] = this.#ready.splice(index, 1);
      const keys = this.#withOthers(key!);
      this.#running += 1;
      void this.#runFirstOf(keys);
    }
  }

  /** A lane, and those whose first event may be handled together with its own: a fair share of what waits, so that no place stays empty. */
  #withOthers(key: string): string[] {
    const { concurrency, many } = this.#options;
    const first = this.#lanes.get(key)![0]!;
    const keys = [key];
    if (!many?.names.has(first.envelope.name) || first.attempt > 0) return keys;
    const most = Math.min(MOST_AT_ONCE, Math.ceil((this.#ready.length + 1) / (concurrency - this.#running)));
    for (let index = 0; index < this.#ready.length && keys.length < most; ) {
      const { envelope, attempt } = this.#lanes.get(this.#ready[index]!)![0]!;
      const fits = attempt === 0 && envelope.name === first.envelope.name && envelope.version === first.envelope.version;
      if (fits) keys.push(...this.#ready.splice(index, 1));
      else index += 1;
    }
    return keys;
  }

  async #runFirstOf(keys: readonly string[]): Promise<void> {
    const items = keys.map((key) => this.#lanes.get(key)![0]!);
    try {
      const outcomes = items.length === 1 ? [await this.#deliver(items[0]!)] : await this.#deliverMany(items);
      for (const [index, key] of keys.entries()) {
        const outcome = outcomes[index]!;
        if (outcome.outcome === 'done') this.#settle(key, this.#lanes.get(key)!, items[index]!);
        else this.#later(key, outcome.afterMs);
      }
    } catch (error) {
      this.#abandoned = true;
      this.#options.onCrash(error);
    } finally {
      this.#running -= 1;
      this.#pump();
      this.#notify();
    }
  }

  async #deliver(item: Item): Promise<DeliveryOutcome> {
    const { chaos, deliver } = this.#options;
    item.attempt += 1;
    const position = { sequence: item.entry.sequence, attempt: item.attempt };
    if (!chaos) return deliver(item.envelope, position);
    await new Promise((resolve) => setTimeout(resolve, chaos.random() * chaos.maxDelayMs));
    const outcome = await deliver(item.envelope, position);
    return chaos.random() < chaos.duplicateShare ? deliver(item.envelope, position) : outcome;
  }

  async #deliverMany(items: readonly Item[]): Promise<readonly DeliveryOutcome[]> {
    const { chaos, many } = this.#options;
    const events = items.map((item) => {
      item.attempt += 1;
      return { envelope: item.envelope, position: { sequence: item.entry.sequence, attempt: item.attempt } };
    });
    if (chaos) await new Promise((resolve) => setTimeout(resolve, chaos.random() * chaos.maxDelayMs));
    const outcomes = await many!.deliver(events);
    return chaos && chaos.random() < chaos.duplicateShare ? many!.deliver(events) : outcomes;
  }

  #settle(key: string, lane: Item[], item: Item): void {
    item.entry.done = true;
    this.#unsettled -= 1;
    this.#raiseFloor();
    lane.shift();
    if (lane.length > 0) this.#ready.push(key);
    else this.#lanes.delete(key);
  }

  #later(key: string, afterMs: number): void {
    if (this.#abandoned) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#ready.push(key);
      this.#pump();
    }, afterMs);
    this.#timers.add(timer);
  }

  #raiseFloor(): void {
    while (this.#entries[this.#firstEntry]?.done) {
      const { sequence, id } = this.#entries[this.#firstEntry]!;
      this.#floor = { floor: sequence, eventId: id };
      this.#firstEntry += 1;
    }
    // The settled part is cut off now and then, not with each event, since cutting moves all that follow. What waits to be cut is kept
    // alive, with the message that each id is a slice of, so it is not many.
    if (this.#firstEntry > 64 && this.#firstEntry * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#firstEntry);
      this.#firstEntry = 0;
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #notify(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}
