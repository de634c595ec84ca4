import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LogInDocument } from '@stoa/schema/generated/operations/e2e';
import { openShop, type Shop } from '../support/shop.ts';

const PAGE = readFileSync(new URL('../../../docs/for-clients.md', import.meta.url), 'utf8');
const MANIFEST = new URL('../../../schema/generated/operations/e2e.json', import.meta.url);
const PARTNER_MANIFEST = new URL('../../../schema/generated/operations/partners/example.json', import.meta.url);
const read = (file: URL) => JSON.parse(readFileSync(file, 'utf8')) as { operations: { name: string; body: string }[] };
const manifest = read(MANIFEST);

type Manifest = typeof manifest;
type Snippets = (
  endpoint: string,
  given: Manifest,
  partner: { manifest: Manifest; key: string },
  console: { log(...values: unknown[]): void },
) => Promise<void>;
const AsyncFunction = (async () => undefined).constructor as new (...texts: string[]) => Snippets;

let shop: Shop;
beforeAll(async () => void (shop = await openShop()), 240_000);
afterAll(() => shop.close());

test('the snippets for those who build on the graph print what the page says', async () => {
  const code = [...PAGE.matchAll(/^```js\n(.*?)^```$/gms)].map(([, snippet]) => snippet).join('\n');
  const said = [...code.matchAll(/^\/\/ → (.*)$/gm)].map(([, line]) => line);
  const printed: string[] = [];
  // They are one program, as whoever reads the page from its top takes them.
  const run = new AsyncFunction('endpoint', 'manifest', '{ manifest: partnerManifest, key: partnerKey }', 'console', code);
  const { createApiKey } = await (await shop.admin()).ask<{ createApiKey: { key: string } }>(
    'mutation { createApiKey(client: "example") { key } }',
  );
  await run(
    shop.platform.url,
    manifest,
    { manifest: read(PARTNER_MANIFEST), key: createApiKey.key },
    { log: (...values) => void printed.push(values.map(String).join(' ')) },
  );
  expect(printed).toEqual(said);
  expect(said.length).toBeGreaterThan(5);
});

test('a typed document is the text that its id in the manifest stands for', () => {
  expect(LogInDocument.toString().trim()).toBe(manifest.operations.find(({ name }) => name === 'LogIn')?.body);
});
