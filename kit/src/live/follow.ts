import type { DomainContext } from '../use-case/index.ts';
import type { Wakes } from './wakes.ts';

/** A change that is kept, with a version that grows within what is followed. */
export interface Change {
  readonly version: number;
}

export interface Following<T extends Change> {
  /** The key whose wakes announce new changes, such as `Order:<id>`. */
  readonly key: string;
  /** Changes whose version is greater, in order. Read in the context that is handed in: a fresh one for each look. */
  readonly changesAfter: (context: DomainContext, version: number) => Promise<readonly T[]>;
  /** Where the client starts: after changes that it has seen already, or with the present state. */
  readonly start: { readonly after: number } | { readonly present: (context: DomainContext) => Promise<readonly T[]> };
}

/**
 * Streams kept changes, each once and in order. It listens before it reads, so nothing falls between; events only wake it, and
 * what it yields comes from Postgres, so a broker's gap, repeat or disorder cannot be seen.
 */
export function follow<T extends Change>(wakes: Wakes, fresh: () => DomainContext, following: Following<T>): AsyncIterableIterator<T> {
  const listener = wakes.listen(following.key);
  const changes = read(listener, fresh, following);
  return {
    next: () => changes.next(),
    // A generator that waits cannot hear `return`, so the wait is ended first.
    return: async () => {
      listener.stop();
      return changes.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function* read<T extends Change>(
  listener: ReturnType<Wakes['listen']>,
  fresh: () => DomainContext,
  following: Following<T>,
): AsyncGenerator<T> {
  try {
    let seen = 'after' in following.start ? following.start.after : -1;
    if ('present' in following.start) {
      for (const change of await following.start.present(fresh())) {
        seen = Math.max(seen, change.version);
        yield change;
      }
    }
    while (!listener.stopped()) {
      for (const change of await following.changesAfter(fresh(), seen)) {
        seen = change.version;
        yield change;
      }
      await listener.next();
    }
  } finally {
    listener.stop();
  }
}
