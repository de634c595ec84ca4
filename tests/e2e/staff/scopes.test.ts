import { expect, test } from '@jest/globals';
import { SCOPES } from '@stoa/schema/scopes';
import type { Answer } from '../support/client.ts';
import { type Colleague, invited, letting } from '../support/colleagues.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import type { Shop } from '../support/shop.ts';
import { DEEDS } from './deeds.ts';
import { aWorld, type World } from './world.ts';

let shop: Shop;
let world: World;
let lacking: Colleague;
let having: Colleague;

inOneShop(async (opened) => {
  shop = opened;
  world = await aWorld(shop);
  [lacking, having] = [await invited(shop), await invited(shop)];
});

/** What came of a question: it was answered, or nothing was shown and nothing done. */
function outcome({ data, errors }: Answer<unknown>): string {
  if (errors) return errors[0]!.extensions.code;
  return /null|\[\]/.test(JSON.stringify(data)) ? 'nothing' : 'served';
}

test.each(SCOPES)('who may do all but %s is refused what it lets do, and who may do that alone is not', async (scope) => {
  const { document, variables, beside = [], answered = 'served' } = DEEDS[scope];
  const given = (await variables?.(world, shop)) ?? {};
  const without = await letting(
    shop,
    lacking,
    SCOPES.filter((each) => each !== scope),
  );
  expect(['FORBIDDEN', 'NOT_FOUND', 'nothing']).toContain(outcome(await without.send(document, given)));
  const withIt = await letting(shop, having, [scope, ...beside]);
  expect(outcome(await withIt.send(document, given))).toBe(answered);
});

test('and the books agree after all of it', () => everythingAgrees(shop));
