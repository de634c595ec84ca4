import type { CancelSignal } from '../transport/cancellation.ts';

/** A read under way. */
export interface Read<Answer> {
  readonly answer: Promise<Answer>;
  /** Nobody waits for it any more. */
  giveUp(): void;
}

interface SharedRead<Answer> extends Read<Answer> {
  readonly beganAtMs: number;
  readers: number;
  isOver: boolean;
}

/** Nobody joins a read that began longer ago: its answer would be that old, and its deadline that much nearer. */
const MAX_AGE_MS = 1_000;

/** Lets equal reads that are wanted at the same time be made once. */
export class SharedReads<Operation extends object, Answer> {
  #underWay = new WeakMap<Operation, Map<string, SharedRead<Answer>>>();

  constructor(
    readonly nowMs: () => number = Date.now,
    readonly onJoined: () => void = () => undefined,
  ) {}

  /**
   * The answer of an equal read under way, or else of one that begins now. `key` holds all that the answer depends on besides the
   * operation. When `signal` is aborted this reader is gone; the read goes on as long as there are others.
   */
  join(operation: Operation, key: string, begin: () => Read<Answer>, signal: CancelSignal | undefined): Promise<Answer> {
    let reads = this.#underWay.get(operation);
    if (!reads) this.#underWay.set(operation, (reads = new Map()));
    let read = reads.get(key);
    if (!read || this.nowMs() - read.beganAtMs > MAX_AGE_MS) reads.set(key, (read = this.#begin(begin, reads, key)));
    const joined = read;
    const among = reads;
    if (joined.readers++ > 0) this.onJoined();
    signal?.addEventListener(
      'abort',
      () => {
        if (--joined.readers > 0 || joined.isOver) return;
        forget(joined, among, key);
        joined.giveUp();
      },
      { once: true },
    );
    return joined.answer;
  }

  /** From now on nobody joins a read that has begun already: something has changed since, and somebody knows. */
  separate(): void {
    this.#underWay = new WeakMap();
  }

  #begin(begin: () => Read<Answer>, reads: Map<string, SharedRead<Answer>>, key: string): SharedRead<Answer> {
    const { answer, giveUp } = begin();
    const read: SharedRead<Answer> = { answer, giveUp, beganAtMs: this.nowMs(), readers: 0, isOver: false };
    const over = (): void => forget(read, reads, key);
    answer.then(over, over);
    return read;
  }
}

function forget<Answer>(read: SharedRead<Answer>, reads: Map<string, SharedRead<Answer>>, key: string): void {
  read.isOver = true;
  if (reads.get(key) === read) reads.delete(key);
}
