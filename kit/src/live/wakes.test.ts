import { expect, test } from '@jest/globals';
import type { DomainContext } from '../use-case/index.ts';
import { follow } from './follow.ts';
import { Wakes } from './wakes.ts';

interface Version {
  readonly version: number;
}

/** Kept changes of one thing, as a table would hold them. */
class Kept {
  readonly wakes = new Wakes();
  readonly versions: number[] = [];
  reads = 0;
  /** Called in the middle of a read, where a change is most easily lost. */
  duringRead: () => void = () => undefined;

  add(version: number): void {
    this.versions.push(version);
    this.wakes.wake('Thing:1');
  }

  follow(start: { after: number } | { present: () => Promise<Version[]> }) {
    const fresh = () => ({}) as DomainContext;
    const changesAfter = async (_context: DomainContext, after: number): Promise<Version[]> => {
      this.reads += 1;
      const found = this.versions.filter((version) => version > after).map((version) => ({ version }));
      await Promise.resolve();
      const during = this.duringRead;
      this.duringRead = () => undefined;
      during();
      return found;
    };
    return follow<Version>(this.wakes, fresh, { key: 'Thing:1', changesAfter, start });
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a change between listening and reading is not lost, and none comes twice', async () => {
  const kept = new Kept();
  kept.add(1);
  kept.duringRead = () => kept.add(2);
  const changes = kept.follow({ after: 0 });
  expect((await changes.next()).value).toEqual({ version: 1 });
  expect((await changes.next()).value).toEqual({ version: 2 });
  await changes.return?.();
});

test('the present state comes first, and what it holds is not told again', async () => {
  const kept = new Kept();
  kept.add(1);
  kept.add(2);
  const present = async (): Promise<Version[]> => {
    const now = [{ version: kept.versions.at(-1)! }];
    kept.add(3);
    return now;
  };
  const changes = kept.follow({ present });
  expect((await changes.next()).value).toEqual({ version: 2 });
  expect((await changes.next()).value).toEqual({ version: 3 });
  await changes.return?.();
});

test('one that waits can be ended, and leaves no listener behind', async () => {
  const kept = new Kept();
  const changes = kept.follow({ after: 0 });
  const waiting = changes.next();
  await settle();
  expect(kept.wakes.size).toBe(1);
  await changes.return?.();
  expect((await waiting).done).toBe(true);
  expect(kept.wakes.size).toBe(0);
});

test('one that was never asked for anything can be ended too', async () => {
  const kept = new Kept();
  await kept.follow({ after: 0 }).return?.();
  expect(kept.wakes.size).toBe(0);
});

test('many wakes are one look, and after a gap everybody looks', async () => {
  const kept = new Kept();
  const changes = kept.follow({ after: 0 });
  const first = changes.next();
  await settle();
  expect(kept.reads).toBe(1);
  kept.versions.push(1);
  for (let times = 0; times < 100; times++) kept.wakes.wake('Thing:1');
  expect((await first).value).toEqual({ version: 1 });
  const second = changes.next();
  await settle();
  expect(kept.reads).toBeLessThanOrEqual(3);
  kept.versions.push(2);
  kept.wakes.wakeAll();
  expect((await second).value).toEqual({ version: 2 });
  await changes.return?.();
});

test('a read that fails ends the stream with its error and leaves no listener behind', async () => {
  const kept = new Kept();
  const changes = kept.follow({
    present: async () => {
      throw new Error('no database');
    },
  });
  await expect(changes.next()).rejects.toThrow('no database');
  expect(kept.wakes.size).toBe(0);
});
