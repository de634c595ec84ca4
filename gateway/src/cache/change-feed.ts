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
  #isOpen: boolean;
  #isClosed = false;
  #following: { stop(): Promise<void> } | undefined;

  constructor(
    readonly follow: FollowChanges | undefined,
    onError: (error: unknown) => void = () => undefined,
  ) {
    this.#isOpen = follow === undefined;
    follow?.(this.#listener())
      .then(async (following) => {
        // Whatever tells of changes may have come up late.
        if (this.#isClosed) return following.stop();
        this.#following = following;
        this.#open();
      })
      .catch(onError);
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
    for (const change of now) this.#changed(change);
    if (now.length === 0) return undefined;
    const at = Date.now();
    // What is known here is perhaps not known yet where the client asks next, so all that it brought stays with it.
    return writeMarker([...readMarker(marker), ...now.map((change): Marked => ({ ...change, at }))]);
  }

  /** Of what a client brings along, that of which this gateway has not heard. */
  unseen(marker: string | undefined): readonly Marked[] {
    return readMarker(marker).filter(({ events }) => events.length === 0 || !events.every((id) => this.#seen.has(id)));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isOpen = false;
    await this.#following?.stop();
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
    this.#isOpen = !this.#isClosed;
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
