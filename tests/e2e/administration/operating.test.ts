import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addToCart, buy, CHECKOUT } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { aColleague, invited, logIn } from '../support/colleagues.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { books } from '../support/figures.ts';
import { outageOf } from '../support/outage.ts';
import { aBuyer, anAddress, aSeller, goods, type Person } from '../support/people.ts';
import { openShop, type Shop, until } from '../support/shop.ts';

let shop: Shop;
let seller: Person;
let buyer: Person;
let variantId: string;
let reader: Client;

beforeAll(async () => {
  shop = await openShop();
  [seller, buyer] = await Promise.all([aSeller(shop), aBuyer(shop)]);
  ({ variantId } = await goods(seller, 'Brass lamp', 5_000, 20));
  reader = await aColleague(shop, 'operations:read', 'orders:read');
}, 240_000);

afterAll(() => shop.close());

interface Letter {
  readonly id: string;
  readonly domain: string;
  readonly event: string;
  readonly status: string;
  readonly attempts: number;
  readonly error: string;
}
interface Letters {
  readonly totalCount: number;
  readonly unanswered: readonly string[];
  readonly nodes: readonly Letter[];
}
interface Replay {
  readonly deadLetter: Pick<Letter, 'id' | 'status' | 'error'>;
  readonly handled: number;
  readonly waiting: number;
  readonly stoppedBy: string | null;
}

const LETTERS = `query ($filter: DeadLetterFilter) { deadLetters(filter: $filter) {
  totalCount unanswered nodes { id domain publisher event version aggregateType aggregateId status attempts error traceId firstSeenAt lastSeenAt } } }`;
const letters = async (filter: object = {}): Promise<Letters> =>
  (await reader.ask<{ deadLetters: Letters }>(LETTERS, { filter })).deadLetters;
const REPLAY = 'mutation ($id: ID!) { replayDeadLetter(id: $id) { deadLetter { id status error } handled waiting stoppedBy } }';
const DISCARD = 'mutation ($id: ID!) { discardDeadLetter(id: $id) { deadLetter { id status error } handled waiting stoppedBy } }';
const SAGAS = `query ($filter: SagaFilter) { sagas(filter: $filter) {
  totalCount unanswered nodes { domain type state step failures ageSeconds deadlineAt overdue order { id number } } } }`;

/** The ledger refuses every posting, as a faulty release of it might. */
const poison = () => shop.sql('ledger', 'alter table ledger_entry add constraint poisoned check (false) not valid');
const cure = () => shop.sql('ledger', 'alter table ledger_entry drop constraint poisoned');

/** An event of which the present code knows nothing any more, and that nobody missed. */
async function aLetterOfOld(domain: string): Promise<string> {
  const eventId = randomUUID();
  await shop.sql(
    domain,
    `insert into dead_letter (event_id, stream, sequence, consumer, name, version, aggregate_type, aggregate_id, aggregate_version, occurred_at,
       payload, state, attempts, last_error)
     values ($1, 'catalog', 1, $2, 'catalog.lamp.lit', 1, 'Lamp', $3, 1, now(), '{}', 'dead', 8, 'no such lamp')`,
    [eventId, domain, randomUUID()],
  );
  return `${domain}:${eventId}`;
}

test('what a domain could not handle is in one list, is tried again in vain while the fault is there, and has its effect after', async () => {
  await poison();
  const bought = await buy(shop, buyer, variantId);
  const [dead] = await until(
    'the capture is a dead letter',
    async () => {
      const { nodes } = await letters({ domain: 'ledger', statuses: ['DEAD'] });
      return nodes.length > 0 && nodes;
    },
    180_000,
  );
  expect(dead).toMatchObject({
    ...{ domain: 'ledger', publisher: 'payments', event: 'payments.payment.captured', status: 'DEAD', attempts: 8 },
    ...{ aggregateId: bought.payment.id, error: expect.stringContaining('poisoned') },
  });
  expect(await letters({ event: 'payments.payment.captured', aggregateId: bought.payment.id })).toMatchObject({
    totalCount: 1,
    unanswered: [],
  });
  const colleague = await invited(shop, 'operations:read', 'operations:write', 'audit:read');
  const operator = await logIn(shop, colleague);
  const replay = async (): Promise<Replay> => (await operator.ask<{ replayDeadLetter: Replay }>(REPLAY, { id: dead!.id })).replayDeadLetter;
  expect(await replay()).toMatchObject({ deadLetter: { id: dead!.id, status: 'DEAD' }, handled: 0, stoppedBy: dead!.id });
  await cure();
  expect(await replay()).toMatchObject({ deadLetter: { status: 'REPLAYED' }, waiting: 0, stoppedBy: null });
  expect(await replay()).toMatchObject({ deadLetter: { status: 'REPLAYED' }, handled: 0 });
  expect(await books(shop)).toEqual({ balanced: true, debitsMinor: 10_000, creditsMinor: 10_000 });

  const old = await aLetterOfOld('reviews');
  expect(await operator.ask(REPLAY, { id: old })).toMatchObject({ replayDeadLetter: { handled: 0, stoppedBy: old } });
  for (let count = 0; count < 2; count++)
    expect(await operator.ask(DISCARD, { id: old })).toMatchObject({
      discardDeadLetter: { deadLetter: { status: 'DISCARDED' }, handled: 0 },
    });
  expect((await operator.refusal(REPLAY, { id: old })).code).toBe('INVALID_TRANSITION');
  expect((await letters()).totalCount).toBe(0);

  const log = `query ($id: ID!) { auditLog(filter: { actorId: $id, domain: "analytics" }) { nodes { action subjectType subjectId outcome code } } }`;
  interface Entry {
    readonly action: string;
    readonly subjectType: string;
    readonly subjectId: string;
    readonly outcome: string;
  }
  const entries = await until('all of it is told', async () => {
    const { auditLog } = await operator.ask<{ auditLog: { nodes: Entry[] } }>(log, { id: colleague.id });
    return auditLog.nodes.length >= 7 && auditLog.nodes;
  });
  expect(entries.map(({ action, subjectType, subjectId, outcome }) => [action, subjectType, subjectId, outcome]).toReversed()).toEqual([
    ['replayDeadLetter', 'DeadLetter', dead!.id, 'DONE'],
    ['replayDeadLetter', 'DeadLetter', dead!.id, 'DONE'],
    ['replayDeadLetter', 'DeadLetter', dead!.id, 'DONE'],
    ['replayDeadLetter', 'DeadLetter', old, 'DONE'],
    ['discardDeadLetter', 'DeadLetter', old, 'DONE'],
    ['discardDeadLetter', 'DeadLetter', old, 'DONE'],
    ['replayDeadLetter', 'DeadLetter', old, 'REFUSED'],
  ]);
}, 400_000);

test('a checkout that waits for a domain that is gone is seen with its age and its order, until it has ended', async () => {
  await addToCart(buyer, variantId, 1);
  const outage = await outageOf(shop, 'payments');
  const refused = await buyer.refusal(CHECKOUT, { input: { idempotencyKey: randomUUID(), shippingAddress: anAddress } });
  expect(refused.code).toBe('SERVICE_UNAVAILABLE');
  const [order] = await shop.sql<{ id: string; number: string }>('orders', `select id, number from orders where status = 'PENDING'`);
  interface Sagas {
    readonly sagas: {
      readonly totalCount: number;
      readonly unanswered: string[];
      readonly nodes: { ageSeconds: number; failures: number }[];
    };
  }
  const { sagas } = await reader.ask<Sagas>(SAGAS, { filter: { domain: 'orders', type: 'checkout' } });
  expect(sagas).toMatchObject({
    ...{ totalCount: 1, unanswered: [] },
    nodes: [{ domain: 'orders', type: 'checkout', state: 'RUNNING', step: 'charge', overdue: false, order }],
  });
  expect(sagas.nodes[0]!.ageSeconds).toBeGreaterThan(0);
  expect(sagas.nodes[0]!.failures).toBeGreaterThan(0);
  // Whoever is gone is named, and the others are shown.
  expect(await reader.ask<Sagas>(SAGAS)).toMatchObject({ sagas: { totalCount: 1, unanswered: ['payments'] } });
  expect(await letters()).toMatchObject({ totalCount: 0, unanswered: ['payments'] });
  outage.end();
  await until('it has ended', async () => (await reader.ask<Sagas>(SAGAS)).sagas.totalCount === 0);
  await buyer.ask('mutation ($id: ID!) { cancelOrder(id: $id) { id } }', { id: order!.id });
});

test('nobody else sees or does any of it', async () => {
  const scopeless = await aColleague(shop, 'orders:read', 'health:read');
  for (const [who, code] of [
    [buyer, 'FORBIDDEN'],
    [seller, 'FORBIDDEN'],
    [scopeless, 'FORBIDDEN'],
    [shop.client(), 'UNAUTHENTICATED'],
  ] as const) {
    for (const document of ['{ deadLetters { totalCount } }', '{ sagas { totalCount } }'])
      expect((await who.refusal(document)).code).toBe(code);
    for (const document of [REPLAY, DISCARD]) expect((await who.refusal(document, { id: `ledger:${randomUUID()}` })).code).toBe(code);
  }
  for (const document of [REPLAY, DISCARD])
    expect((await reader.refusal(document, { id: `ledger:${randomUUID()}` })).code).toBe('FORBIDDEN');
});

test('and the books agree after all of it', () => everythingAgrees(shop));
