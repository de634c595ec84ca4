import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../persistence/index.ts';
import { answering, startTestSubgraph, type TestSubgraph } from '../testing/index.ts';
import { CopyRequested, handOverCopy, ReaderErased } from '../testing/notes/note.contracts.ts';
import { Note } from '../testing/notes/note.entity.ts';
import { notes } from '../testing/notes/notes-domain.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(notes);
});
afterAll(() => subgraph?.stop());

const [handOver] = notes.personalData!.jobs;

async function someNotes(ownerId: string, count: number): Promise<void> {
  await subgraph.context().transact(async ({ em }) => {
    for (let index = 0; index < count; index += 1) em.persist(Note.write(ownerId, `note ${index}`));
  });
}

/** Has everything handed over, and answers it part by part. */
async function handedOver(): Promise<{ part: number; isLast: boolean; rows: object[] }[]> {
  const parts: { part: number; isLast: boolean; rows: object[] }[] = [];
  subgraph.play(
    answering(handOverCopy, ({ part, isLast, rows }) => {
      parts.push({ part, isLast, rows });
      return { isWanted: true };
    }),
  );
  await subgraph.run(handOver!);
  return parts;
}

test('hands over all that is held of somebody, in parts, once, and nothing that is secret', async () => {
  const [userId, exportId] = [newId(), newId()];
  await Promise.all([someNotes(userId, 101), someNotes(newId(), 3)]);
  await subgraph.deliver(CopyRequested, { exportId, userId });
  const parts = await handedOver();
  expect(parts.map(({ part, isLast, rows }) => [part, isLast, rows.length])).toEqual([
    [0, false, 100],
    [1, true, 1],
  ]);
  const [first] = parts[0]!.rows as { kind: string; row: Record<string, unknown> }[];
  expect([first!.kind, Object.keys(first!.row).sort()]).toEqual(['Note', ['id', 'ownerId', 'status', 'text']]);
  expect(await handedOver()).toEqual([]);
});

test('says so where nothing is held', async () => {
  await subgraph.deliver(CopyRequested, { exportId: newId(), userId: newId() });
  expect(await handedOver()).toEqual([{ part: 0, isLast: true, rows: [] }]);
});

test('tries again what could not be handed over, and leaves what nobody wants any more', async () => {
  const [userId, exportId] = [newId(), newId()];
  await someNotes(userId, 150);
  await subgraph.deliver(CopyRequested, { exportId, userId });
  subgraph.play(
    answering(handOverCopy, () => {
      throw new Error('the network is down');
    }),
  );
  await expect(subgraph.run(handOver!)).rejects.toThrow();
  let asked = 0;
  subgraph.play(
    answering(handOverCopy, () => {
      asked += 1;
      return { isWanted: false };
    }),
  );
  await subgraph.run(handOver!);
  await subgraph.run(handOver!);
  expect(asked).toBe(1);
});

test('forgets one person and nobody else, and again changes nothing', async () => {
  const [userId, another] = [newId(), newId()];
  await Promise.all([someNotes(userId, 2), someNotes(another, 1)]);
  await subgraph.deliver(ReaderErased, { userId });
  await subgraph.deliver(ReaderErased, { userId });
  const textsOf = (ownerId: string) => subgraph.sql.query('select distinct text from note where owner_id = $1', [ownerId]);
  expect([await textsOf(userId), await textsOf(another)]).toEqual([[{ text: 'forgotten' }], [{ text: 'note 0' }]]);
});
