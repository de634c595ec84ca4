import { type ChildProcess, fork } from 'node:child_process';
import { type Finding, type FirstWorld } from './many-worlds.ts';
import type { Simulated } from './simulate.ts';
import type { Length } from './stories/story.ts';
import type { Batch } from './worker.ts';

/** What a story leaves behind is gone before the young generation is full: collecting it more seldom costs a fifth less in all. */
const ROOMY = '--max-semi-space-size=64';

/** Processes that tell stories at the same time, each in worlds of its own. */
export class Workers {
  readonly #children: ChildProcess[];
  readonly #first: FirstWorld;
  readonly #length: Length;

  constructor(first: FirstWorld, count: number, length: Length) {
    this.#first = first;
    this.#length = length;
    this.#children = Array.from({ length: count }, () =>
      fork(new URL('./worker.ts', import.meta.url), { execArgv: [...process.execArgv, ROOMY] }),
    );
  }

  /** Tells a story for each seed; whoever is free takes the next ones. */
  async tell(seeds: readonly number[], hear: (each: Simulated | Finding) => void): Promise<void> {
    const size = Math.min(this.#first.markets.length, Math.ceil(seeds.length / this.#children.length));
    const batches: number[][] = [];
    for (let from = 0; from < seeds.length; from += size) batches.push(seeds.slice(from, from + size));
    await Promise.all(
      this.#children.map(async (child) => {
        for (let next = batches.shift(); next; next = batches.shift()) await this.#tellBy(child, next, hear);
      }),
    );
  }

  #tellBy(child: ChildProcess, seeds: readonly number[], hear: (each: Simulated | Finding) => void): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const gone = (code: number | null): void => reject(new Error(`a worker ended with code ${code}`));
    const message = (said: Simulated | Finding | 'done'): void => (said === 'done' ? resolve() : hear(said));
    child.on('message', message).once('exit', gone);
    child.send({ first: this.#first, seeds, length: this.#length } satisfies Batch);
    return promise.finally(() => child.off('message', message).off('exit', gone));
  }

  /** Ends them once they have nothing to tell any more. */
  end(): void {
    for (const child of this.#children) child.disconnect();
  }
}
