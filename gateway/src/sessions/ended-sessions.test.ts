import { beforeEach, expect, test } from '@jest/globals';
import { silentLog } from '../log.ts';
import { EndedSessions } from './ended-sessions.ts';

let nowMs: number;
let isDown: boolean;
let asked: (string | undefined)[];
let endedSince: Map<string, string[]>;
let ended: EndedSessions;

beforeEach(() => {
  nowMs = 1_000_000;
  isDown = false;
  asked = [];
  endedSince = new Map();
  ended = new EndedSessions(
    async (since) => {
      asked.push(since);
      if (isDown) throw new Error('nobody answers');
      return { sessions: endedSince.get(since ?? 'ever') ?? [], until: `after ${asked.length}` };
    },
    silentLog,
    () => nowMs,
  );
});

const told = (id: string, name = 'Session') => ended.clear({ events: [], touches: [{ name, id }] });

test('it is asked once in five seconds who ended, however many come, and from where the last answer left off', async () => {
  endedSince.set('ever', ['a']).set('after 1', ['b']);
  const first = await Promise.all(Array.from({ length: 20 }, () => ended.hasEnded('b')));
  expect([await ended.hasEnded('a'), first.includes(true), asked]).toEqual([true, false, [undefined]]);
  nowMs += 4_999;
  expect(await ended.hasEnded('b')).toBe(false);
  nowMs += 1;
  expect([await ended.hasEnded('b'), asked]).toEqual([true, [undefined, 'after 1']]);
});

test('one that is told of has ended at once, and nothing else that is told of has', async () => {
  expect(await ended.hasEnded('a')).toBe(false);
  told('a', 'User');
  expect(await ended.hasEnded('a')).toBe(false);
  told('a');
  expect([await ended.hasEnded('a'), await ended.hasEnded('b')]).toEqual([true, false]);
});

test('where changes may have been missed it is asked at once', async () => {
  await ended.hasEnded('a');
  endedSince.set('after 1', ['a']);
  ended.flush();
  expect(await ended.hasEnded('a')).toBe(true);
});

test('while nobody can be asked what is known stays known, and the rest holds; nobody is asked without pause', async () => {
  endedSince.set('ever', ['a']);
  await ended.hasEnded('a');
  isDown = true;
  nowMs += 5_000;
  for (let count = 0; count < 3; count++) expect([await ended.hasEnded('a'), await ended.hasEnded('b')]).toEqual([true, false]);
  expect(asked).toEqual([undefined, 'after 1']);
  isDown = false;
  nowMs += 5_000;
  endedSince.set('after 1', ['b']);
  expect(await ended.hasEnded('b')).toBe(true);
});

test('what ended is forgotten once no token of it can be good any more', async () => {
  told('a');
  nowMs += 35 * 60_000 + 1;
  await ended.hasEnded('b');
  expect(await ended.hasEnded('a')).toBe(false);
});
