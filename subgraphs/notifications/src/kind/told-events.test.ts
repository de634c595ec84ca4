import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { EventContract } from '@stoa/kit/contracts';
import { toldEvents } from './told-events.ts';
import { untoldEvents } from './untold-events.ts';

const FOLDER = join(import.meta.dirname, '../../../../schema/events');

const isContract = (value: unknown): value is EventContract =>
  typeof value === 'object' && value !== null && 'touches' in value && 'aggregate' in value;

/** Every event that some domain may publish, by its name. */
async function catalogue(): Promise<Set<string>> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && name !== 'notifications.ts');
  const modules = await Promise.all(files.map((name) => import(`@stoa/schema/events/${name.replace(/\.ts$/, '')}`)));
  return new Set(modules.flatMap((exported) => Object.values(exported as object).filter(isContract)).map(({ name }) => name));
}

test('of every event it is said who is told, or why nobody is', async () => {
  const told = toldEvents.map(({ contract }) => contract.name);
  expect(new Set(told).size).toBe(told.length);
  expect([...told, ...Object.keys(untoldEvents)].sort()).toEqual([...(await catalogue())].sort());
});
