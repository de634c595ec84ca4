import { expect, test } from '@jest/globals';
import { Turns } from './turns.ts';

test('turns are given in the order of those who ask, and to those who are urgent before all who wait', async () => {
  const turns = new Turns(2);
  const had: string[] = [];
  const take = (who: string, urgent = false) => turns.take(urgent).then(() => had.push(who));
  const asked = [take('a'), take('b'), take('c'), take('d'), take('relay', true)];
  await Promise.all(asked.slice(0, 2));
  expect(had).toEqual(['a', 'b']);
  for (let ended = 0; ended < 3; ended++) turns.end();
  await Promise.all(asked);
  expect(had).toEqual(['a', 'b', 'relay', 'c', 'd']);
  for (let ended = 0; ended < 2; ended++) turns.end();
  await Promise.all([take('e'), take('f')]);
  expect(had.slice(5)).toEqual(['e', 'f']);
});
