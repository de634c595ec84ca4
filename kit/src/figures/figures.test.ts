import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeFamilies } from '../observability/index.ts';
import { startTestSubgraph, type TestSubgraph } from '../testing/index.ts';
import { notes } from '../testing/notes/notes-domain.ts';
import { counter, duration, gauge } from './figure.ts';
import { Figures } from './figures.ts';
import { SqlGauges } from './sql-gauges.ts';

const written = counter('stoa_notes_written_total', 'Notes.', ['outcome']);
const took = duration('stoa_note_seconds', 'How long.', [1, 2], []);
const kinds = gauge(
  'stoa_note_kinds',
  'Kinds.',
  `select kind, count(*) as value from (values ('a'), ('a'), ('b')) as note (kind) group by kind`,
  ['kind'],
);

let subgraph: TestSubgraph;
const figures = new Figures();
beforeAll(async () => {
  subgraph = await startTestSubgraph({ ...notes, figures: [written, took, kinds] }, { figures });
});
afterAll(() => subgraph.stop());

const lines = async (name: string): Promise<string[]> =>
  (await writeFamilies(figures.families())).split('\n').filter((line) => line.startsWith(name) && !line.startsWith('#'));

test('what a transaction counts is counted once it has committed, and not otherwise', async () => {
  const write = (fails: boolean) =>
    subgraph.context().transact(async (tx) => {
      tx.count(written, { outcome: 'kept' });
      tx.measure(took, 1.5, {});
      if (fails) throw new Error('not this time');
    });
  await expect(write(true)).rejects.toThrow('not this time');
  expect(await lines('stoa_notes_written_total')).toEqual([]);
  await write(false);
  expect(await lines('stoa_notes_written_total')).toEqual(['stoa_notes_written_total{subgraph="notes",outcome="kept"} 1']);
  expect(await lines('stoa_note_seconds_bucket')).toEqual([
    'stoa_note_seconds_bucket{subgraph="notes",le="1"} 0',
    'stoa_note_seconds_bucket{subgraph="notes",le="2"} 1',
    'stoa_note_seconds_bucket{subgraph="notes",le="+Inf"} 1',
  ]);
});

test('gauges are read by one statement, with what every domain tells', async () => {
  expect((await lines('stoa_note_kinds')).sort()).toEqual([
    'stoa_note_kinds{subgraph="notes",kind="a"} 2',
    'stoa_note_kinds{subgraph="notes",kind="b"} 1',
  ]);
  expect(await lines('stoa_gauges_up')).toEqual(['stoa_gauges_up{subgraph="notes"} 1']);
  expect(await lines('stoa_outbox_waiting_seconds')).toEqual(['stoa_outbox_waiting_seconds{subgraph="notes"} 0']);
  expect(await lines('stoa_dead_letters')).toHaveLength(2);
  expect(await lines('stoa_database_connections')).toHaveLength(3);
});

test('however many ask, the database is asked once in some seconds', async () => {
  let asked = 0;
  const sql = { query: async () => [{ gauge: 0, labels: ['a'], value: ++asked }] as never[] };
  const gauges = new SqlGauges(sql, [kinds]);
  await Promise.all([gauges.read(), gauges.read()]);
  expect((await gauges.read()).get('stoa_note_kinds')).toEqual([[['a'], 1]]);
});

test('a database that fails, and a gauge of too many values, leave the figures out and say so', async () => {
  const failing = new SqlGauges({ query: () => Promise.reject(new Error('gone')) }, [kinds]);
  expect([(await failing.read()).size, failing.isUp]).toEqual([0, false]);
  const many = new SqlGauges(subgraph.sql, [
    gauge('stoa_many', 'Many.', 'select n as kind, n as value from generate_series(1, 101) as n', ['kind']),
  ]);
  expect([(await many.read()).size, many.isUp]).toEqual([0, false]);
});

test('a domain that has ended is not asked any more', async () => {
  const ended = new Figures();
  const other = await startTestSubgraph(notes, { figures: ended });
  expect(await writeFamilies(ended.families())).toContain('stoa_gauges_up{subgraph="notes"} 1');
  await other.stop();
  expect(await writeFamilies(ended.families())).not.toContain('subgraph="notes"');
});

test('names and labels that do not fit are refused where they are declared', () => {
  expect(() => counter('stoa_notes', 'Notes.')).toThrow('must be like');
  expect(() => duration('stoa_notes_ms', 'Notes.', [])).toThrow('must be like');
  expect(() => gauge('stoa_notes_total', 'Notes.', 'select 1 as value')).toThrow('must be like');
  expect(() => gauge('stoa_notes', 'Notes.', 'select 1 as value', ['userId' as never])).toThrow('any number of values');
});
