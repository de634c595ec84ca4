import { describe, expect, it } from '@jest/globals';
import { type Read, SharedReads } from './shared-reads.ts';

const operation = {};

function given() {
  let nowMs = 0;
  const begun: { givenUp: boolean; end(answer: string): void; fail(error: Error): void }[] = [];
  const reads = new SharedReads<object, string>(() => nowMs);
  const begin = (): Read<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const read = { givenUp: false, end: resolve, fail: reject };
    begun.push(read);
    return { answer: promise, giveUp: () => (read.givenUp = true) };
  };
  const join = (key = 'key', signal?: AbortSignal, of: object = operation): Promise<string> => reads.join(of, key, begin, signal);
  return { begun, reads, join, pass: (ms: number) => (nowMs += ms) };
}

describe('equal reads at the same time', () => {
  it('are made once, and again when the first is over', async () => {
    const { begun, join } = given();
    const answers = [join(), join()];
    begun[0]!.end('one');
    expect(await Promise.all(answers)).toEqual(['one', 'one']);
    void join();
    expect(begun).toHaveLength(2);
  });

  it('are not equal when anything differs', () => {
    const { begun, join } = given();
    void join('a');
    void join('b');
    void join('a', undefined, {});
    expect(begun).toHaveLength(3);
  });

  it('share a failure, and nobody later does', async () => {
    const { begun, join } = given();
    const answers = [join(), join()];
    begun[0]!.fail(new Error('down'));
    for (const answer of answers) await expect(answer).rejects.toThrow('down');
    void join();
    expect(begun).toHaveLength(2);
  });

  it('go on when one reader goes, and are given up with the last', () => {
    const { begun, join } = given();
    const [first, second] = [new AbortController(), new AbortController()];
    void join('key', first.signal);
    void join('key', second.signal);
    first.abort();
    expect(begun[0]!.givenUp).toBe(false);
    second.abort();
    expect(begun[0]!.givenUp).toBe(true);
    void join();
    expect(begun).toHaveLength(2);
  });

  it('are not joined when they are old, or when something has changed since', () => {
    const { begun, join, reads, pass } = given();
    void join();
    pass(1_001);
    void join();
    reads.separate();
    void join();
    void join();
    expect(begun).toHaveLength(3);
  });
});
