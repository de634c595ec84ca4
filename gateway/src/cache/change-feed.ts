import type { Changed, ChangeListener, FollowChanges } from './changes.ts';
import { type Marked, readMarker, writeMarker } from './session-marker.ts';

/** What keeps answers, and drops those that something concerns. */
export interface Clearable {
  clear(change: Changed): void;
  flush(): void;
}

/** Ids of so many events are remembered. */
const REMEMBERED_EVENTS = 10_000;

/** All that one gateway hears of changes, from the mutations that it answers and from what tells it of others, for whatever it keeps. */
export class ChangeFeed {
  readonly #keepers = new Set<Clearable>();
  readonly #seen = new Set<string>();
  readonly #following: Promise<{ stop(): Promise<void> } | undefined> | undefined;
  #isOpen: boolean;

  constructor(
    readonly follow: FollowChanges | undefined,
    onError: (error: unknown) => void = () => undefined,
  ) {
    this.#isOpen = follow === undefined;
    this.#following = follow?.(this.#listener()).then(
      (following) => {
        this.#open();
        return following;
      },
      (error: unknown) => {
        onError(error);
        return undefined;
      },
    );
  }

  /** Whether changes are heard of now, where somebody is to tell of them: whether what is kept can be trusted. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  add(keeper: Clearable): void {
    this.#keepers.add(keeper);
  }

  remove(keeper: Clearable): void {
    this.#keepers.delete(keeper);
  }

  /** Takes in what a mutation here has changed. Answers what its client should bring along from now on. */
  markOf(changes: readonly Changed[], marker: string | undefined): string | undefined {
    const now = changes.filter(({ events, touches }) => events.length + touches.length > 0);
    const brought = this.unseen(marker);
    for (const change of now) this.#changed(change);
    const at = Date.now();
    return writeMarker([...brought, ...now.map((change): Marked => ({ ...change, at }))]);
  }

  /** Of what a client brings along, that of which this gateway has not heard. */
  unseen(marker: string | undefined): readonly Marked[] {
    return readMarker(marker).filter(({ events }) => events.length === 0 || !events.every((id) => this.#seen.has(id)));
  }

  async close(): Promise<void> {
    this.#isOpen = false;
    await (await this.#following)?.stop();
  }

  #listener(): ChangeListener {
    return {
      changed: (change) => this.#changed(change),
      missed: () => this.#open(),
      lost: () => {
        this.#isOpen = false;
        this.#flush();
      },
    };
  }

  #open(): void {
    this.#flush();
    this.#isOpen = true;
  }

  #flush(): void {
    for (const keeper of this.#keepers) keeper.flush();
  }

  #changed(change: Changed): void {
    const { events } = change;
    // Told a second time, by the mutation's answer and by its event, it is cleared once.
    if (events.length > 0 && events.every((id) => this.#seen.has(id))) return;
    for (const keeper of this.#keepers) keeper.clear(change);
    for (const id of events) this.#seen.add(id);
    while (this.#seen.size > REMEMBERED_EVENTS) this.#seen.delete(this.#seen.values().next().value!);
  }
}
