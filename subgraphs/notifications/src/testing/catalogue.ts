import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EventContract } from '@stoa/kit/contracts';

const FOLDER = join(import.meta.dirname, '../../../../schema/events');

const isContract = (value: unknown): value is EventContract =>
  typeof value === 'object' && value !== null && 'touches' in value && 'aggregate' in value;

/** Every event that some other domain may publish, by its name. */
export async function catalogue(): Promise<Set<string>> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && name !== 'notifications.ts');
  const modules = await Promise.all(files.map((name) => import(`@stoa/schema/events/${name.replace(/\.ts$/, '')}`)));
  return new Set(modules.flatMap((exported) => Object.values(exported as object).filter(isContract)).map(({ name }) => name));
}
