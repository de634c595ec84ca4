import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import type { Answer } from '../support/client.ts';
import type { Person } from '../support/people.ts';
import { openShop, type Shop, until } from '../support/shop.ts';
import { MUTATIONS } from './mutation-probes.ts';
import { NOBODYS } from './nobodys.ts';
import { type Probe, QUERIES } from './probes.ts';
import { SUBSCRIPTIONS } from './subscription-probes.ts';
import { aWorld, type World } from './world.ts';

const MALFORMED = ['not-an-id', '0', "'; drop table orders; --", 'é'.repeat(300)];

let shop: Shop;
let world: World;

beforeAll(async () => {
  shop = await openShop();
  world = await aWorld(shop);
}, 240_000);

afterAll(() => shop.close());

const strangersTo = (probe: Probe): [string, Person][] => Object.entries({ ...world.strangers, ...probe.alsoStrangers?.(world) });

const named = (probes: readonly Probe[]): [string, Probe][] => probes.map((probe) => [`${probe.field}, ${probe.what}`, probe]);

describe('a query', () => {
  test.each(named(QUERIES))('answers strangers as if there were no such thing: %s', async (_name, probe) => {
    const ask = (person: Person, id: string): Promise<Answer<Record<string, unknown>>> => person.send(probe.document, { id });
    for (const [who, stranger] of strangersTo(probe)) {
      const theirs = await ask(stranger, probe.idOf(world));
      expect([who, theirs]).toEqual([who, await ask(stranger, randomUUID())]);
      for (const id of MALFORMED) expect([who, id, await ask(stranger, id)]).toEqual([who, id, theirs]);
      expect(theirs.data?.[probe.field] ?? null).toBeNull();
    }
    const owners = await ask(probe.owner(world), probe.idOf(world));
    expect([owners.errors, owners.data?.[probe.field]]).toEqual([undefined, expect.objectContaining({})]);
  });
});

describe('a mutation', () => {
  test.each(named(MUTATIONS))('refuses strangers as if there were no such thing: %s', async (_name, probe) => {
    const ask = (person: Person, id: string): Promise<Answer<unknown>> => person.send(probe.document, { id });
    for (const [who, stranger] of strangersTo(probe)) {
      const theirs = await ask(stranger, probe.idOf(world));
      expect([who, theirs]).toEqual([who, await ask(stranger, randomUUID())]);
      for (const id of MALFORMED) expect([who, id, await ask(stranger, id)]).toEqual([who, id, theirs]);
      expect(['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED', 'CART_EMPTY']).toContain(theirs.errors?.[0]?.extensions.code);
    }
  });
});

describe('a subscription', () => {
  /** What a subscription has sent once it has sent anything. */
  async function firstOf(person: Person, probe: Probe, id: string): Promise<object> {
    const watched = person.watch<object>(probe.document, { id });
    await until('the subscription answers', async () => watched.errors.length + watched.events.length > 0);
    watched.stop();
    return { events: watched.events, errors: JSON.parse(JSON.stringify(watched.errors)) };
  }

  test.each(named(SUBSCRIPTIONS))('refuses strangers as if there were no such thing: %s', async (_name, probe) => {
    for (const [who, stranger] of strangersTo(probe)) {
      const theirs = await firstOf(stranger, probe, probe.idOf(world));
      expect([who, theirs]).toEqual([who, await firstOf(stranger, probe, randomUUID())]);
      for (const id of MALFORMED) expect([who, id, await firstOf(stranger, probe, id)]).toEqual([who, id, theirs]);
    }
    expect(await firstOf(probe.owner(world), probe, probe.idOf(world))).toMatchObject({ errors: [] });
  });
});

test('every root field of the graph is probed here, or names nobody’s thing', () => {
  const text = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
  const schema = buildSchema(text, { assumeValid: true });
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const fields = roots.flatMap((root) => Object.keys(root?.getFields() ?? {}));
  const covered = [...QUERIES, ...MUTATIONS, ...SUBSCRIPTIONS].map(({ field }) => field);
  expect(fields.filter((field) => !covered.includes(field) && !NOBODYS.includes(field))).toEqual([]);
  for (const { document } of [...QUERIES, ...MUTATIONS, ...SUBSCRIPTIONS]) parse(document);
});
