import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import manifest from '../index.ts';
import { readRecords } from '../table/read-records.ts';
import { everybodySells } from '../testing/given-product.ts';
import { beginImport, importOf, TablesAtHand } from '../testing/given-table.ts';
import { batchesOf } from './batch.ts';
import { importing } from './run-imports.job.ts';

const LINES = 10_000;
const MANY = 3_000;
const CHUNK = 64 * 1024;

const line = (index: number): string =>
  `${JSON.stringify({ sku: `M-${index}`, name: `Lamp ${index}`, description: 'It shines. '.repeat(20), price: { amountMinor: 4_000, currency: 'USD' } })}\n`;

test('of a table that is read, no more is held than a piece of it and the lines of a batch', async () => {
  let [given, waiting, lines] = [0, '', 0];
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let index = 0; index < LINES; index++) {
      waiting += line(index);
      if (waiting.length < CHUNK && index < LINES - 1) continue;
      given += waiting.length;
      yield Buffer.from(waiting);
      waiting = '';
    }
  }
  const from = { offset: 0, line: 1 };
  for await (const batch of batchesOf(readRecords(pieces(), false, from), 'JSON_LINES', null, from)) {
    lines += batch.lines.length;
    expect(batch.lines.length).toBeLessThanOrEqual(50);
    // Pieces are asked for one at a time, and only when all lines of the last one have been handed on.
    expect(given - batch.next.offset).toBeLessThan(2 * CHUNK);
  }
  expect(lines).toBe(LINES);
});

let tables: TablesAtHand;
let catalog: TestSubgraph;
beforeAll(async () => {
  tables = await TablesAtHand.start();
  catalog = await startTestSubgraph(manifest, { commands: [everybodySells, ...tables.commands] });
});
afterAll(async () => {
  await catalog.stop();
  await tables.close();
});

test('thousands of lines are taken in, each once, in transactions of a few', async () => {
  const seller = aSeller();
  const file = Array.from({ length: MANY }, (_, index) => line(index)).join('');
  let gathered: unknown;
  const work = importing(Number.POSITIVE_INFINITY);
  const run = async (): Promise<unknown> => {
    const id = await beginImport(catalog, seller, tables.upload(seller, file));
    await catalog.run({
      ...work,
      run: async (context) => {
        await work.run(context);
        gathered = context.changes.report;
      },
    });
    return importOf(catalog, seller, id);
  };
  expect(await run()).toMatchObject({ status: 'COMPLETED', total: MANY, done: MANY, created: MANY, failed: 0 });
  // What all of them touch would be more than the lines themselves.
  expect(gathered).toBeUndefined();
  const [most] = await catalog.sql.query<{ count: number }>(
    `select max(count)::int as count from (select count(*) from outbox where name = 'catalog.product.created' group by xmin) as transactions`,
  );
  expect(most!.count).toBeLessThanOrEqual(50);
  expect(await run()).toMatchObject({ status: 'COMPLETED', done: MANY, created: 0, updated: 0 });
}, 600_000);
