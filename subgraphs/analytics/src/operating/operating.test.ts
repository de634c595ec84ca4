import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DomainError } from '@stoa/kit/errors';
import { type DeadLetterFacts, operatorCommands, type SagaFacts } from '@stoa/kit/operating';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, answering, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import manifest from '../index.ts';

const DOMAINS = ['analytics', 'ledger', 'orders', 'reviews'];
let analytics: TestSubgraph;
let letters: Record<string, DeadLetterFacts[]>;
let sagas: SagaFacts[];

/** Other domains, which answer as the kit does; nobody plays reviews, which is therefore silent. */
const played = (domain: string) => {
  const { listDeadLetters, replayDeadLetter, discardDeadLetter, listSagas } = operatorCommands(domain);
  const judged = (status: 'REPLAYED' | 'DISCARDED', eventId: string) => {
    const letter = letters[domain]!.find((each) => each.eventId === eventId);
    if (!letter) throw new DomainError('NOT_FOUND', 'dead letter not found');
    return { letter: { ...letter, status }, handled: 2, waiting: 1, stoppedBy: status === 'REPLAYED' ? eventId : null };
  };
  return [
    answering(listDeadLetters, ({ statuses, startAt, limit }) => {
      const fitting = letters[domain]!.filter(({ status }) => statuses.includes(status)).toSorted((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
      const from = startAt && `${startAt.firstSeenAt} ${startAt.eventId}`;
      return { letters: fitting.filter((each) => !from || keyOf(each) <= from).slice(0, limit), total: fitting.length };
    }),
    answering(replayDeadLetter, ({ eventId }) => judged('REPLAYED', eventId)),
    answering(discardDeadLetter, ({ eventId }) => judged('DISCARDED', eventId)),
    answering(listSagas, ({ startAt, limit }) => {
      const of = domain === 'orders' ? sagas.toSorted((a, b) => (a.subjectId < b.subjectId ? -1 : 1)) : [];
      return { sagas: of.filter(({ subjectId }) => !startAt || subjectId >= startAt).slice(0, limit), total: of.length };
    }),
  ];
};
const keyOf = ({ firstSeenAt, eventId }: DeadLetterFacts): string => `${firstSeenAt} ${eventId}`;

beforeAll(async () => {
  analytics = await startTestSubgraph(manifest, { domains: DOMAINS, commands: ['ledger', 'orders'].flatMap(played) });
});
afterAll(() => analytics?.stop());
beforeEach(() => {
  letters = { ledger: [], orders: [] };
  sagas = [];
});

function aLetter(domain: string, second: number, eventId = newId()): string {
  const at = `2026-05-01T10:00:${String(second).padStart(2, '0')}.000001Z`;
  letters[domain]!.push({
    ...{ eventId, event: 'payments.payment.captured', version: 3, publisher: 'payments', aggregateType: 'Payment', aggregateId: newId() },
    ...{ status: 'DEAD', attempts: 8, error: 'a bug', traceId: null, occurredAt: at, firstSeenAt: at, lastSeenAt: at },
  });
  return `${domain}:${eventId}`;
}

interface Page {
  readonly deadLetters: {
    readonly totalCount: number;
    readonly unanswered: string[];
    readonly nodes: { id: string; domain: string; status: string }[];
    readonly pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}
const LIST = `query ($first: Int! = 20, $after: String, $filter: DeadLetterFilter) { deadLetters(first: $first, after: $after, filter: $filter) {
  totalCount unanswered nodes { id domain status firstSeenAt } pageInfo { hasNextPage endCursor } } }`;
const listed = async (variables: Record<string, unknown> = {}) =>
  (await analytics.as(anAdmin(['operations:read'])).query<Page>(LIST, variables)).deadLetters;

test('the dead letters of all domains are one list, the last first, and each comes once however it is turned over', async () => {
  const expected = [aLetter('ledger', 1), aLetter('orders', 2), aLetter('orders', 3), aLetter('ledger', 4)];
  // The same event may have failed in two domains, at the same moment.
  const both = newId();
  expected.push(aLetter('ledger', 5, both), aLetter('orders', 5, both));
  const seen: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const page: Page['deadLetters'] = await listed({ first: 1, after });
    expect(page.totalCount).toBe(6);
    seen.push(...page.nodes.map(({ id }) => id));
    after = page.pageInfo.endCursor;
    more = page.pageInfo.hasNextPage;
  }
  expect(seen).toEqual(expected.toReversed());
});

test('a domain that gives no answer is named, and the others are shown', async () => {
  const id = aLetter('ledger', 1);
  expect(await listed()).toMatchObject({ totalCount: 1, unanswered: ['reviews'], nodes: [{ id, domain: 'ledger', status: 'DEAD' }] });
  expect(await listed({ filter: { domain: 'ledger' } })).toMatchObject({ totalCount: 1, unanswered: [] });
  expect(await listed({ filter: { domain: 'reviews' } })).toMatchObject({ totalCount: 0, unanswered: ['reviews'] });
  expect(await listed({ filter: { domain: 'nowhere' } })).toMatchObject({ totalCount: 0, unanswered: [] });
  expect(await listed({ filter: { statuses: ['REPLAYED'] } })).toMatchObject({ totalCount: 0 });
  expect(await listed({ filter: { from: '0000-01-01T00:00:00Z' } })).toMatchObject({ totalCount: 1 });
});

test('a dead letter is replayed or discarded by the domain that it is of', async () => {
  const id = aLetter('orders', 1);
  const operator = analytics.as(anAdmin(['operations:write']));
  const judge = (how: string, which: string) =>
    operator.query(`mutation ($id: ID!) { it: ${how}(id: $id) { deadLetter { id status } handled waiting stoppedBy } }`, { id: which });
  expect(await judge('replayDeadLetter', id)).toEqual({
    it: { deadLetter: { id, status: 'REPLAYED' }, handled: 2, waiting: 1, stoppedBy: id },
  });
  expect(await judge('discardDeadLetter', id)).toMatchObject({ it: { deadLetter: { status: 'DISCARDED' }, stoppedBy: null } });
  for (const nothing of [`ledger:${id.split(':')[1]}`, `nowhere:${newId()}`, 'ledger:nothing', 'ledger', ''])
    await expect(judge('replayDeadLetter', nothing)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(judge('replayDeadLetter', `reviews:${newId()}`)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
});

test('sagas are listed from the oldest on, with the order that each is about', async () => {
  const orders = [newId(), newId(), newId()];
  const at = '2026-05-01T10:00:00.000Z';
  sagas = orders.map((subjectId) => ({
    ...{ type: 'checkout', subjectType: 'Order', subjectId, state: 'RUNNING', step: 'charge', failures: 2, ageSeconds: 60.5 },
    ...{ startedAt: at, deadlineAt: at, nextTryAt: at, overdue: true, refusalCode: null },
  }));
  const query = `query ($after: String) { sagas(first: 2, after: $after) { totalCount unanswered pageInfo { hasNextPage endCursor }
    nodes { domain type state step failures ageSeconds overdue deadlineAt subjectId order { id } } } }`;
  interface Sagas {
    readonly sagas: { readonly nodes: { subjectId: string; order: { id: string } }[]; readonly pageInfo: { endCursor: string } };
  }
  const operator = analytics.as(anAdmin(['operations:read']));
  const first = await operator.query<Sagas>(query);
  expect(first.sagas).toMatchObject({ totalCount: 3, unanswered: ['reviews'], pageInfo: { hasNextPage: true } });
  expect(first.sagas.nodes[0]).toMatchObject({
    domain: 'orders',
    step: 'charge',
    ageSeconds: 60.5,
    overdue: true,
    order: { id: orders[0] },
  });
  const rest = await operator.query<Sagas>(query, { after: first.sagas.pageInfo.endCursor });
  expect([...first.sagas.nodes, ...rest.sagas.nodes].map(({ subjectId }) => subjectId)).toEqual(orders);
});
