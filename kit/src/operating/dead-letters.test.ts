import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../persistence/index.ts';
import { startTestSubgraph, type TestSubgraph } from '../testing/index.ts';
import { LetterCame } from '../testing/notes/note.contracts.ts';
import { notes } from '../testing/notes/notes-domain.ts';
import { type DeadLettersAsked, operatorCommands } from './contracts.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(notes);
});
afterEach(async () => {
  await subgraph.sql.query('delete from dead_letter');
  await subgraph.sql.query('delete from note');
});
afterAll(() => subgraph?.stop());

const { listDeadLetters, replayDeadLetter, discardDeadLetter } = operatorCommands('notes');
const FITTING = 'milk';
/** More than a note holds, so that the handler fails. */
const TOO_LONG = 'm'.repeat(300);

interface Letter {
  readonly aggregateId?: string;
  readonly state?: string;
  readonly subject?: string;
  readonly at?: string;
}

/** Event of a letter that could not be handled. */
async function aDeadLetter({ aggregateId = newId(), state = 'dead', subject = FITTING, at = '2026-05-01T10:00:00Z' }: Letter = {}) {
  const { id, traceparent, occurredAt, ...envelope } = subgraph.envelope(
    LetterCame,
    { letterId: newId(), readerId: newId(), subject },
    { aggregateId },
  );
  await subgraph.sql.query(
    `insert into dead_letter (event_id, stream, sequence, consumer, name, version, aggregate_type, aggregate_id, aggregate_version, occurred_at,
       traceparent, payload, state, attempts, last_error, first_failed_at)
     values ($1, 'letters', 1, 'notes', $2, 1, 'Letter', $3, 1, $4, $5, $6, $7, 8, 'a bug', $8)`,
    [id, envelope.name, aggregateId, occurredAt, traceparent, JSON.stringify(envelope.payload), state, at],
  );
  return id;
}

const asked: DeadLettersAsked = {
  statuses: ['DEAD', 'WAITING'],
  event: null,
  aggregateId: null,
  from: null,
  to: null,
  startAt: null,
  limit: 10,
};
const listed = async (more: Partial<DeadLettersAsked> = {}) => {
  const { letters, total } = await subgraph.answer(listDeadLetters, { ...asked, ...more });
  return { ids: letters.map(({ eventId }) => eventId), total };
};
const noteCount = async (): Promise<number> =>
  (await subgraph.sql.query<{ count: number }>('select count(*)::int as count from note'))[0]!.count;

test('an operator sees what could not be handled, whose it is and why, and nothing of what it carries', async () => {
  const aggregateId = newId();
  const eventId = await aDeadLetter({ aggregateId, subject: 'a secret' });
  const { letters, total } = await subgraph.answer(listDeadLetters, asked);
  expect({ letters, total }).toEqual({
    letters: [
      {
        eventId,
        ...{ event: 'letters.letter.came', version: 1, publisher: 'letters', aggregateType: 'Letter', aggregateId },
        ...{ status: 'DEAD', attempts: 8, error: 'a bug', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) },
        ...{ occurredAt: expect.any(String), firstSeenAt: '2026-05-01T10:00:00.000000Z', lastSeenAt: expect.any(String) },
      },
    ],
    total: 1,
  });
  expect(JSON.stringify(letters)).not.toContain('a secret');
});

test('the list goes from the last to the first, from one of the same moment on, and by what is asked of each', async () => {
  const same = [await aDeadLetter(), await aDeadLetter(), await aDeadLetter()];
  const later = await aDeadLetter({ at: '2026-05-01T11:00:00.000001Z' });
  const done = await aDeadLetter({ state: 'replayed' });
  const order = [later, ...same.toSorted().reverse()];
  expect(await listed()).toEqual({ ids: order, total: 4 });
  expect(await listed({ limit: 2 })).toEqual({ ids: order.slice(0, 2), total: 4 });
  const startAt = { firstSeenAt: '2026-05-01T10:00:00.000000Z', eventId: order[2]! };
  expect(await listed({ startAt })).toEqual({ ids: order.slice(2), total: 4 });
  expect(await listed({ from: '2026-05-01T10:30:00Z' })).toEqual({ ids: [later], total: 1 });
  expect((await listed({ to: '2026-05-01T10:30:00Z' })).total).toBe(3);
  expect(await listed({ statuses: ['REPLAYED'] })).toEqual({ ids: [done], total: 1 });
  expect((await listed({ event: 'letters.letter.gone' })).total).toBe(0);
});

test('what is replayed is handled with what waits behind it, once', async () => {
  const aggregateId = newId();
  const eventId = await aDeadLetter({ aggregateId });
  await aDeadLetter({ aggregateId, state: 'waiting' });
  expect(await subgraph.answer(replayDeadLetter, { eventId })).toMatchObject({
    letter: { eventId, status: 'REPLAYED' },
    handled: 2,
    waiting: 0,
    stoppedBy: null,
  });
  expect(await subgraph.answer(replayDeadLetter, { eventId })).toMatchObject({ letter: { status: 'REPLAYED' }, handled: 0 });
  expect(await noteCount()).toBe(2);
  await expect(subgraph.answer(discardDeadLetter, { eventId })).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
});

test('what fails again stays, with why, and those behind it wait', async () => {
  const aggregateId = newId();
  const eventId = await aDeadLetter({ aggregateId, subject: TOO_LONG });
  await aDeadLetter({ aggregateId, state: 'waiting' });
  const answer = await subgraph.answer(replayDeadLetter, { eventId });
  expect(answer).toMatchObject({ letter: { status: 'DEAD', attempts: 9 }, handled: 0, waiting: 1, stoppedBy: eventId });
  expect(answer.letter.error).not.toBe('a bug');
  expect(await noteCount()).toBe(0);
});

test('what is discarded never has its effect, and those behind it do; of many a hundred at a time', async () => {
  const aggregateId = newId();
  const eventId = await aDeadLetter({ aggregateId, subject: TOO_LONG });
  for (let count = 0; count < 102; count++) await aDeadLetter({ aggregateId, state: 'waiting' });
  expect(await subgraph.answer(discardDeadLetter, { eventId })).toMatchObject({
    letter: { status: 'DISCARDED' },
    handled: 100,
    waiting: 2,
  });
  expect(await subgraph.answer(discardDeadLetter, { eventId })).toMatchObject({ letter: { status: 'DISCARDED' }, handled: 0 });
  const [next] = (await listed()).ids;
  expect(await subgraph.answer(replayDeadLetter, { eventId: next! })).toMatchObject({ handled: 2, waiting: 0 });
  expect(await noteCount()).toBe(102);
  await expect(subgraph.answer(replayDeadLetter, { eventId })).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  await expect(subgraph.answer(replayDeadLetter, { eventId: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
