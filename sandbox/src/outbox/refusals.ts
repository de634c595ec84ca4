/** How often the next messages meet a misfortune, and which. */
export interface Refusal<A> {
  /** How many messages it still befalls. */
  readonly times: number;
  /** Which part of them, from 0 to 1. */
  readonly share: number;
  readonly answer: A;
}

/** What a test has ordered for the next messages of a channel. */
export class Refusals<A> {
  #left = 0;
  #share = 1;
  #answer: A | null = null;

  order({ times, share, answer }: Refusal<A>): void {
    this.#left = times;
    this.#share = share;
    this.#answer = answer;
  }

  clear(): void {
    this.#left = 0;
  }

  /** What befalls the next message; null where nothing does. */
  take(): A | null {
    if (this.#left === 0 || (this.#share < 1 && Math.random() >= this.#share)) return null;
    this.#left--;
    return this.#answer;
  }
}

const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** Reads how often: `count` of the next messages, or a `share` of all from now on. A sentence where it makes no sense. */
export function readHowOften({ count, share = 1 }: { count?: unknown; share?: unknown }): { times: number; share: number } | string {
  const times = count ?? (share === 1 ? 1 : FOR_EVER);
  if (!Number.isSafeInteger(times) || (times as number) < 0) return "'count' is a whole number.";
  if (typeof share !== 'number' || !(share >= 0 && share <= 1)) return "'share' is a number from 0 to 1.";
  return { times: times as number, share };
}
