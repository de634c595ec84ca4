import { concerns, type SoughtTouch, type Touchable, touches } from './touch.ts';

/** An answer that is kept. */
export interface Kept<Value = unknown> extends Touchable {
  readonly key: string;
  readonly value: Value;
  /** Of the value alone. */
  readonly bytes: number;
  readonly tags: readonly string[];
  /** By this process's clock. */
  readonly expiresAtMs: number;
}

/** Figures since the start, and how much is kept now. */
export interface CacheFigures {
  responseHits: number;
  responseMisses: number;
  /** Of single fetches: an operation at a root, or one entity. */
  fetchHits: number;
  fetchMisses: number;
  /** Answers dropped because something touched them. */
  clears: number;
  /** Answers dropped for want of room. */
  evictions: number;
  entries: number;
  bytes: number;
}

/** So many of the latest touches are remembered. What is read for longer than these take to come is not kept. */
const REMEMBERED_TOUCHES = 4_096;

/** What an entry and a tag take besides their text, about. */
const ENTRY_BYTES = 400;
const TAG_BYTES = 100;

/** Keeps answers within a number of bytes: what was used longest ago goes first, and whatever something touches goes at once. */
export class AnswerStore {
  readonly figures: CacheFigures = {
    responseHits: 0,
    responseMisses: 0,
    fetchHits: 0,
    fetchMisses: 0,
    clears: 0,
    evictions: 0,
    entries: 0,
    bytes: 0,
  };
  readonly #entries = new Map<string, Kept>();
  readonly #byTag = new Map<string, Set<Kept>>();
  /** The touch that made the clock n stands at n modulo its length. */
  readonly #touches: SoughtTouch[] = [];
  #clock = 0;
  /** What was read before this is not kept. */
  #flushedAt = 0;

  constructor(
    readonly maxBytes: number,
    readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Counts the touches. Who begins to read notes it. */
  get clock(): number {
    return this.#clock;
  }

  /** Passes over what `isPassedOver` says. */
  get<Value>(key: string, level: 'response' | 'fetch', isPassedOver?: (kept: Kept) => boolean): Kept<Value> | undefined {
    const kept = this.#entries.get(key);
    if (kept && kept.expiresAtMs <= this.nowMs()) this.#drop(kept);
    else if (kept && !isPassedOver?.(kept)) return this.#used(kept, level) as Kept<Value>;
    this.figures[`${level}Misses`]++;
    return undefined;
  }

  /** Keeps an answer that began to be read when the clock stood at `since`, unless something has touched it since. */
  put(kept: Omit<Kept, 'tags'>, tags: ReadonlySet<string>, since: number): void {
    const entry: Kept = { ...kept, tags: [...tags] };
    if (sizeOf(entry) > this.maxBytes / 8 || this.#wasTouched(entry, tags, since)) return;
    const known = this.#entries.get(entry.key);
    if (known) this.#drop(known);
    this.#entries.set(entry.key, entry);
    this.figures.entries++;
    this.figures.bytes += sizeOf(entry);
    for (const tag of entry.tags) {
      const tagged = this.#byTag.get(tag);
      if (tagged) tagged.add(entry);
      else this.#byTag.set(tag, new Set([entry]));
    }
    while (this.figures.bytes > this.maxBytes) {
      this.#drop(this.#entries.values().next().value!);
      this.figures.evictions++;
    }
  }

  clear(touch: SoughtTouch): void {
    this.#clock++;
    this.#touches[this.#clock % REMEMBERED_TOUCHES] = touch;
    for (const tag of touch.tags) {
      for (const kept of [...(this.#byTag.get(tag) ?? [])]) {
        if (!concerns(touch, kept)) continue;
        this.#drop(kept);
        this.figures.clears++;
      }
    }
  }

  /** Drops everything, what is being read now among it. */
  flush(): void {
    this.figures.clears += this.#entries.size;
    this.#flushedAt = ++this.#clock;
    this.#entries.clear();
    this.#byTag.clear();
    this.figures.entries = 0;
    this.figures.bytes = 0;
  }

  #used(kept: Kept, level: 'response' | 'fetch'): Kept {
    // A Map iterates in the order of insertion, so inserting again makes this the youngest.
    this.#entries.delete(kept.key);
    this.#entries.set(kept.key, kept);
    this.figures[`${level}Hits`]++;
    return kept;
  }

  #wasTouched(entry: Kept, tags: ReadonlySet<string>, since: number): boolean {
    if (since < this.#flushedAt || this.#clock - since >= REMEMBERED_TOUCHES) return true;
    for (let at = since + 1; at <= this.#clock; at++) {
      const touch = this.#touches[at % REMEMBERED_TOUCHES];
      if (touch && touches(touch, entry, (tag) => tags.has(tag))) return true;
    }
    return false;
  }

  #drop(kept: Kept): void {
    this.#entries.delete(kept.key);
    this.figures.entries--;
    this.figures.bytes -= sizeOf(kept);
    for (const tag of kept.tags) {
      const tagged = this.#byTag.get(tag);
      tagged?.delete(kept);
      if (tagged?.size === 0) this.#byTag.delete(tag);
    }
  }
}

const sizeOf = ({ key, bytes, tags }: Kept): number => {
  let size = ENTRY_BYTES + key.length + bytes;
  for (const tag of tags) size += TAG_BYTES + tag.length;
  return size;
};
