import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { beginSpan, newTraceparent } from '@stoa/kit/observability';
import { buildClientSchema, type GraphQLSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { aWorld, type World } from '../isolation/world.ts';
import type { Client } from '../support/client.ts';
import { aSeller, goods, type Person } from '../support/people.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { Canaries, PLANTED } from './canaries.ts';
import { confidencesIn, holdsCanary, mistyped, type Operation, operationFor } from './generated-input.ts';
import { aLifeOfCanaries, knockOnRoutes } from './journey.ts';
import { Places } from './places.ts';
import { refuseWrites } from './refuse-writes.ts';
import { thingsOf } from './things.ts';

const places = new Places();
const canaries = new Canaries();
let shop: Shop;
let world: World;
let schema: GraphQLSchema;
/** The traces of what failed unforeseen, as clients were told them. */
const told = new Set<string>();

beforeAll(async () => {
  shop = await openShop({ log: places.log });
  world = await aWorld(shop);
  schema = buildClientSchema(await shop.client().ask<IntrospectionQuery>(getIntrospectionQuery()));
}, 240_000);

afterAll(async () => {
  places.end();
  await shop.close();
});

/** These end what others need, so they come last, in this order. */
const ENDING = ['request.*Erasure', 'remove', 'cancel', 'end', 'archive', 'reject', 'suspend', 'revoke', 'reset', 'logOut'];
const lateness = (field: string): number => ENDING.findIndex((ending) => new RegExp(`^${ending}`).test(field));

function everyOperation(): Operation[] {
  const idOf = thingsOf(world);
  const queries = Object.entries(schema.getQueryType()!.getFields()).filter(([name]) => !name.startsWith('_'));
  const mutations = Object.entries(schema.getMutationType()!.getFields()).sort(([one], [other]) => lateness(one) - lateness(other));
  return [
    ...queries.map(([name, field]) => operationFor('query', name, field, idOf)),
    ...mutations.map(([name, field]) => operationFor('mutation', name, field, idOf)),
  ];
}

/** Asks, keeps what is confided in the answer, and says what came of it. */
async function ask(client: Pick<Client, 'send'>, { query, variables }: Operation): Promise<string> {
  const { data, errors } = await client.send<Record<string, unknown>>(query, variables);
  if (errors) places.answered(errors);
  for (const { extensions } of errors ?? []) if (extensions.code === 'INTERNAL_SERVER_ERROR') told.add(String(extensions['traceId']));
  for (const [name, secret] of confidencesIn(data)) canaries.heard(name, secret);
  return errors?.[0]?.extensions.code ?? 'OK';
}

/** Asks all of it as each of them; answers how often what came of it. */
async function askAll(clients: readonly Pick<Client, 'send'>[], operations: readonly Operation[]): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {};
  for (const client of clients)
    for (const operation of operations) {
      const outcome = await ask(client, operation);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  return outcomes;
}

test('a canary is found wherever it is: in a log, a trace, an error, a figure, an event and a dead letter', async () => {
  const [seen, control] = [new Places(), new Canaries()];
  const found = async (): Promise<string[]> => (await seen.leaks(shop, control)).map((leak) => leak.slice(0, leak.indexOf(' in ')));
  expect(await found()).toEqual([]);
  seen.log.info({ session: { held: PLANTED.token } }, 'somebody logged in');
  beginSpan(newTraceparent(), { service: 'test', name: `find ${PLANTED.email}`, kind: 'internal' })?.end();
  seen.answered([{ message: `no card has the number ${PLANTED.card.replaceAll(' ', '')}` }]);
  expect(await found()).toEqual(['log: token', 'trace: email', 'error: card']);

  await shop.sql(
    'reviews',
    `insert into dead_letter (event_id, stream, sequence, consumer, name, version, aggregate_type, aggregate_id, aggregate_version, occurred_at, payload, state, last_error)
     values (gen_random_uuid(), 'orders', 1, 'reviews', 'orders.order.confirmed', 1, 'Order', 'x', 1, now(), '{}', 'discarded', $1)`,
    [PLANTED.password],
  );
  await shop.sql('reviews', `update outbox set payload = payload || jsonb_build_object('told', $1::text)`, [PLANTED.email]);
  expect(await found()).toEqual(expect.arrayContaining(['dead letter: password', 'event: email']));
  await shop.sql('reviews', `delete from dead_letter where state = 'discarded'`);
  await shop.sql('reviews', `update outbox set payload = payload - 'told'`);
  seen.end();
  places.listen();
});

test('what is secret or somebody’s own is found nowhere, whoever sends it with whatever is asked', async () => {
  const carla = await aLifeOfCanaries(shop, canaries, world.onSale.variantId);
  const operations = everyOperation();
  expect(canaries.in(JSON.stringify(operations))).toEqual(expect.arrayContaining(Object.keys(PLANTED)));
  const everybody = [shop.client(), carla, world.buyer, world.seller, await shop.admin()];
  const refused = await askAll(everybody, operations.filter(holdsCanary).map(mistyped));
  expect(refused['BAD_USER_INPUT']).toBeGreaterThan(100);
  const outcomes = await askAll(everybody, operations);
  // Most of what is planted goes in and is kept, so there is something to find.
  expect(outcomes['OK']).toBeGreaterThan(100);
  expect(outcomes['INTERNAL_SERVER_ERROR']).toBeUndefined();
  expect(await knockOnRoutes(shop, places)).toBeGreaterThan(20);
  expect([...canaries.names]).toEqual(expect.arrayContaining(['accessToken', 'refreshToken', 'reset token', 'clientSecret']));
  for (const place of ['trace', 'error'] as const) expect(places.countOf(place)).toBeGreaterThan(100);
  expect(await places.leaks(shop, canaries)).toEqual([]);
}, 600_000);

test('nor where no domain can write a row, and its database says what stands in each', async () => {
  const seller: Person = await aSeller(shop);
  await goods(seller, 'Brass lamp', 4_000, 10);
  const everybody = [shop.client(), seller, await shop.admin()];
  await refuseWrites(shop);
  const outcomes = await askAll(everybody, everyOperation());
  expect(outcomes['INTERNAL_SERVER_ERROR']).toBeGreaterThan(10);
  await knockOnRoutes(shop, places);
  // Whoever was told that something went wrong can have it looked up.
  const logged = new Set(places.lines().map(({ traceId }) => traceId));
  expect(told.size).toBeGreaterThan(10);
  expect([...told].filter((traceId) => !logged.has(traceId))).toEqual([]);
  expect(await places.leaks(shop, canaries)).toEqual([]);
}, 600_000);
