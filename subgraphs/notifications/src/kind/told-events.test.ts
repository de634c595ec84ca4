import { expect, test } from '@jest/globals';
import { catalogue } from '../testing/catalogue.ts';
import { toldEvents } from './told-events.ts';
import { untoldEvents } from './untold-events.ts';

test('of every event it is said who is told, or why nobody is', async () => {
  const told = toldEvents.map(({ contract }) => contract.name);
  expect(new Set(told).size).toBe(told.length);
  expect([...told, ...Object.keys(untoldEvents)].sort()).toEqual([...(await catalogue())].sort());
});
