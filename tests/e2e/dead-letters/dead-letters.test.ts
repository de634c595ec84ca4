import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { runCommandLine } from 'stoa/command-line';
import { buy } from '../support/buying.ts';
import { balances, books, deadLetters } from '../support/figures.ts';
import { aBuyer, aSeller, goods } from '../support/people.ts';
import { openShop, type Shop, until } from '../support/shop.ts';

let shop: Shop;
let environment: NodeJS.ProcessEnv;
let dataDir: string;

beforeAll(async () => {
  shop = await openShop();
  environment = { ...process.env };
  dataDir = mkdtempSync(join(tmpdir(), 'stoa-operator-'));
  process.env.STOA_DATA_DIR = dataDir;
  for (const domain of shop.platform.domains.keys())
    process.env[`STOA_${domain.toUpperCase()}_DATABASE_URL`] = shop.platform.databaseUrlOf(domain);
}, 240_000);

afterAll(async () => {
  process.env = environment;
  rmSync(dataDir, { recursive: true, force: true });
  await shop.close();
});

/** What an operator reads at the terminal. */
async function operate(...args: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const spies = (['log', 'error'] as const).map((stream) =>
    jest.spyOn(console, stream).mockImplementation((text: string) => void said.push(text)),
  );
  const code = await runCommandLine(['dead-letters', ...args]);
  for (const spy of spies) spy.mockRestore();
  return { code, said: said.join('\n') };
}

/** The ledger refuses every posting, as a faulty release of it might. */
const poison = () => shop.sql('ledger', 'alter table ledger_entry add constraint poisoned check (false) not valid');
const cure = () => shop.sql('ledger', 'alter table ledger_entry drop constraint poisoned');

const deadIds = async (): Promise<string[]> =>
  (await shop.sql<{ id: string }>('ledger', `select event_id::text as id from dead_letter where state = 'dead' order by arrival`)).map(
    ({ id }) => id,
  );

test('what the ledger could not post is seen, stays while the fault does, and is posted or given up when an operator says so', async () => {
  const seller = await aSeller(shop);
  const { variantId } = await goods(seller, 'Brass lamp', 5_000, 10);
  const [first, second] = await Promise.all([aBuyer(shop), aBuyer(shop)]);
  await poison();
  await buy(shop, first, variantId);
  await buy(shop, second, variantId);
  await until('both captures are dead letters', async () => (await deadIds()).length === 2, 180_000);
  const [kept, given] = (await deadIds()) as [string, string];

  const listed = await operate('list');
  expect(listed.code).toBe(0);
  expect(listed.said).toMatch(new RegExp(`ledger {2}dead .*${kept}.*payments\\.payment\\.captured.*8 tries.*poisoned`));
  expect(listed.said).toContain('2 in all');

  const inVain = await operate('replay', '--id', kept);
  expect(inVain.code).toBe(1);
  expect(inVain.said).toContain(`handled 0, then ${kept} failed`);
  expect(await balances(shop)).toEqual({});

  await cure();
  expect(await operate('discard', '--id', given)).toEqual({ code: 0, said: `ledger: discarded ${given}, handled 0` });
  expect(await operate('replay', '--domain', 'ledger')).toEqual({ code: 0, said: 'ledger: handled 1' });
  expect(await books(shop)).toEqual({ balanced: true, debitsMinor: 10_000, creditsMinor: 10_000 });
  expect(await operate('list')).toEqual({ code: 0, said: 'there are no dead letters' });
  expect(await deadLetters(shop)).toEqual({ ledger: 2 });
}, 400_000);
