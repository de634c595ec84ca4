import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CommandContract, EventContract } from '@stoa/kit/contracts';
import { z } from 'zod';
import { root } from './workspace.ts';

const domainsOf = (folder: string): string[] =>
  readdirSync(join(root, 'schema', folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => basename(name, '.ts'))
    .sort();

const isEvent = (value: unknown): value is EventContract =>
  typeof value === 'object' && value !== null && 'aggregate' in value && 'payload' in value;
export const isCommand = (value: unknown): value is CommandContract =>
  typeof value === 'object' && value !== null && 'input' in value && 'output' in value;

async function contractsIn<T>(folder: 'events' | 'commands', is: (value: unknown) => value is T): Promise<T[]> {
  const modules = await Promise.all(
    domainsOf(folder).map((domain) => import(`@stoa/schema/${folder}/${domain}`) as Promise<Record<string, unknown>>),
  );
  return modules.flatMap((module) => Object.values(module).filter(is));
}

export const eventContracts = (): Promise<EventContract[]> => contractsIn('events', isEvent);
export const commandContracts = (): Promise<CommandContract[]> => contractsIn('commands', isCommand);

/** Events and commands as JSON Schema, a file for each version of each. */
export async function contractFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const print = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;
  for (const { name, version, payload } of await eventContracts())
    files.set(`generated/events/${name}.v${version}.json`, print({ title: name, version, ...z.toJSONSchema(payload, { io: 'input' }) }));
  for (const { name, input, output, errors } of await commandContracts()) {
    const schemas = { input: z.toJSONSchema(input, { io: 'input' }), output: z.toJSONSchema(output, { io: 'input' }) };
    files.set(`generated/commands/${name}.json`, print({ title: name, ...schemas, errors }));
  }
  return files;
}
