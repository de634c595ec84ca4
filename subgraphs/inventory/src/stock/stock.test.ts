import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import type { DomainError } from '@stoa/kit/errors';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, answering, aPasserBy, aSeller, startTestSubgraph, statementsDuring, type TestSubgraph } from '@stoa/kit/testing';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { ProductCreated } from '@stoa/schema/events/catalog';
import { StockCreated, StockLow, StockUpdated } from '@stoa/schema/events/inventory';
import manifest from '../index.ts';
import { aProductCreated, aStock, figuresOf, hold, setTotal } from '../testing/given-stock.ts';

let inventory: TestSubgraph;
beforeAll(async () => {
  inventory = await startTestSubgraph(manifest, { commands: [answering(describeVariants, () => ({ variants: [] }))] });
});
afterAll(() => inventory.stop());

const refusalOf = (work: Promise<unknown>): Promise<DomainError> =>
  work.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: DomainError) => error,
  );

/** A variant as catalog describes it. */
function asDescribed(variantId: string, seller: Viewer, status: 'DRAFT' | 'ACTIVE') {
  const price = { amountMinor: 1_000, currency: 'USD' };
  return {
    variantId,
    productId: newId(),
    sellerId: seller.sellerId!,
    kind: 'PHYSICAL' as const,
    status,
    name: 'A thing',
    sku: 'A',
    price,
    prices: [price],
    productVersion: 1,
    deliverable: true,
  };
}

describe('a new product', () => {
  test('has a stock of nothing for each variant, and says so once', async () => {
    const [seller, variantId] = [aSeller(), newId()];
    const created = aProductCreated(seller, variantId);
    await inventory.deliver(ProductCreated, created);
    await inventory.deliver(ProductCreated, created);
    expect(await figuresOf(inventory, variantId)).toEqual({ total: 0, available: 0, reserved: 0, allocated: 0, sold: 0 });
    const told = (await inventory.emitted(StockCreated)).filter((stock) => stock.variantId === variantId);
    expect(told).toEqual([{ variantId, sellerId: seller.sellerId, total: 0, available: 0, reserved: 0, allocated: 0, sold: 0 }]);
  });

  test('that is no thing is not counted, and can always be bought', async () => {
    const variantId = newId();
    await inventory.deliver(ProductCreated, aProductCreated(aSeller(), variantId, 'DIGITAL'));
    const keys = [{ __typename: 'Variant', id: variantId }];
    const { _entities } = await inventory
      .as(aPasserBy)
      .query<{ _entities: unknown[] }>(
        'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Variant { availability { inStock available } } } }',
        { keys },
      );
    expect(_entities).toEqual([{ availability: { inStock: true, available: null } }]);
  });
});

describe('counting stock', () => {
  test('works before the product’s event has come, by asking catalog once', async () => {
    const [seller, variantId] = [aSeller(), newId()];
    const described = {
      variantId,
      productId: newId(),
      sellerId: seller.sellerId!,
      kind: 'PHYSICAL',
      status: 'ACTIVE',
      name: 'x',
      sku: 'x',
      productVersion: 1,
      deliverable: true,
    } as const;
    const price = { amountMinor: 1, currency: 'USD' };
    inventory.play(answering(describeVariants, () => ({ variants: [{ ...described, price, prices: [price] }] })));
    const before = inventory.asked(describeVariants).length;
    await setTotal(inventory, seller, variantId, 7);
    await setTotal(inventory, seller, variantId, 8);
    expect(inventory.asked(describeVariants).length - before).toBe(1);
    await inventory.deliver(ProductCreated, aProductCreated(seller, variantId));
    expect(await figuresOf(inventory, variantId)).toMatchObject({ total: 8, available: 8 });
    inventory.play(answering(describeVariants, () => ({ variants: [] })));
  });

  test('leaves what carts hold to them, and cannot go below it', async () => {
    const seller = aSeller();
    const variantId = await aStock(inventory, 5, seller);
    await hold(inventory, variantId, 3);
    await setTotal(inventory, seller, variantId, 10);
    expect(await figuresOf(inventory, variantId)).toEqual({ total: 10, available: 7, reserved: 3, allocated: 0, sold: 0 });
    await expect(setTotal(inventory, seller, variantId, 2)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'total' } });
  });

  test('by an old version is a conflict', async () => {
    const seller = aSeller();
    const variantId = await aStock(inventory, 5, seller);
    const refused = await refusalOf(setTotal(inventory, seller, variantId, 6, 1));
    expect(refused).toMatchObject({ code: 'VERSION_CONFLICT' });
    await setTotal(inventory, seller, variantId, 6, Number(refused.details.version));
    expect(await figuresOf(inventory, variantId)).toMatchObject({ total: 6 });
  });

  test('is for the seller whose variant it is, and for admins', async () => {
    const variantId = await aStock(inventory, 5);
    await expect(setTotal(inventory, aSeller(), variantId, 6)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await setTotal(inventory, anAdmin(), variantId, 6);
    expect(await figuresOf(inventory, variantId)).toMatchObject({ total: 6 });
  });

  test.each([-1, 2_147_483_647])('does not go to %d', async (total) => {
    const seller = aSeller();
    const variantId = await aStock(inventory, 5, seller);
    await expect(setTotal(inventory, seller, variantId, total)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

test('little stock is told once on the way down, and again after it was filled up', async () => {
  const seller = aSeller();
  const variantId = await aStock(inventory, 8, seller);
  const cartId = newId();
  const low = async () =>
    (await inventory.emitted(StockLow)).filter((stock) => stock.variantId === variantId).map((stock) => stock.available);
  await hold(inventory, variantId, 2, cartId);
  expect(await low()).toEqual([]);
  await hold(inventory, variantId, 3, cartId);
  await hold(inventory, variantId, 4, cartId);
  expect(await low()).toEqual([5]);
  await setTotal(inventory, seller, variantId, 20);
  await setTotal(inventory, seller, variantId, 6);
  expect(await low()).toEqual([5, 2]);
  const last = (await inventory.emitted(StockUpdated)).filter((stock) => stock.variantId === variantId).at(-1);
  expect(last).toMatchObject({ total: 6, available: 2, reserved: 4 });
});

test('a watcher sees the present availability, then each change', async () => {
  const seller = aSeller();
  const variantId = await aStock(inventory, 5, seller);
  inventory.play(answering(describeVariants, () => ({ variants: [asDescribed(variantId, seller, 'ACTIVE')] })));
  const changes = await inventory
    .as(aPasserBy)
    .watch('subscription ($id: ID!) { stockChanged(variantId: $id) { id availability { inStock available } } }', { id: variantId });
  expect(await changes.next()).toEqual({ stockChanged: { id: variantId, availability: { inStock: true, available: 5 } } });
  const next = changes.next();
  await hold(inventory, variantId, 5);
  expect(await next).toEqual({ stockChanged: { id: variantId, availability: { inStock: false, available: 0 } } });
  await changes.end();
});

test('nobody but its seller watches a draft, and strangers cannot tell it from nothing', async () => {
  const seller = aSeller();
  const variantId = await aStock(inventory, 5, seller);
  inventory.play(answering(describeVariants, () => ({ variants: [asDescribed(variantId, seller, 'DRAFT')] })));
  const watch = 'subscription ($id: ID!) { stockChanged(variantId: $id) { id } }';
  for (const viewer of [aPasserBy, aSeller()])
    await expect(inventory.as(viewer).watch(watch, { id: variantId })).rejects.toThrow('variant not found');
  const changes = await inventory.as(seller).watch(watch, { id: variantId });
  expect(await changes.next()).toEqual({ stockChanged: { id: variantId } });
  await changes.end();
  inventory.play(answering(describeVariants, () => ({ variants: [] })));
});

test('the availability of a whole page is two statements', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => aStock(inventory, 1)));
  const statements = await statementsDuring(inventory, () =>
    inventory
      .as(aPasserBy)
      .query('query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Variant { availability { inStock } } } }', {
        keys: ids.map((id) => ({ __typename: 'Variant', id })),
      }),
  );
  expect(statements).toHaveLength(2);
});
