import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aPasserBy, aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { ProductOffered, ProductRepriced } from '@stoa/schema/events/catalog';
import manifest from '../index.ts';
import { aProduct, everybodySells } from '../testing/given-product.ts';

let catalog: TestSubgraph;
beforeAll(async () => {
  catalog = await startTestSubgraph(manifest, { commands: [everybodySells] });
});
afterAll(() => catalog.stop());

const money = (amountMinor: number, currency: string) => ({ amountMinor, currency });
const usd = (amountMinor: number) => money(amountMinor, 'USD');

test('listing in several currencies gives each variant one price in each, its own or its product’s', async () => {
  const seller = aSeller();
  const { id } = await aProduct(catalog, seller, {
    prices: [money(900, 'EUR'), money(150_000, 'JPY')],
    variants: [
      { sku: 'S', name: 'Small' },
      { sku: 'L', name: 'Large', price: usd(1_200), prices: [money(1_100, 'EUR')] },
    ],
  });
  const read = (): Promise<unknown> =>
    catalog.as(aPasserBy).query(
      `query ($id: ID!) { product(id: $id) { price { currency } prices { amountMinor currency } priceIn(currency: "EUR") { amountMinor formatted }
         variants { sku priceIn(currency: "JPY") { amountMinor formatted } prices { currency } } } }`,
      { id },
    );
  expect(await read()).toEqual({
    product: {
      price: { currency: 'USD' },
      prices: [usd(1_000), money(900, 'EUR'), money(150_000, 'JPY')],
      priceIn: { amountMinor: 900, formatted: '€9.00' },
      variants: [
        {
          sku: 'S',
          priceIn: { amountMinor: 150_000, formatted: '¥150,000' },
          prices: [{ currency: 'USD' }, { currency: 'EUR' }, { currency: 'JPY' }],
        },
        { sku: 'L', priceIn: null, prices: [{ currency: 'USD' }, { currency: 'EUR' }] },
      ],
    },
  });
  await catalog.as(seller).query('mutation ($id: ID!, $input: UpdateProductInput!) { updateProduct(id: $id, input: $input) { id } }', {
    id,
    input: { prices: [money(950, 'EUR')] },
  });
  expect((await catalog.emitted(ProductOffered)).at(-1)).toMatchObject({
    productId: id,
    variants: [{ prices: [usd(1_000), money(950, 'EUR')] }, { prices: [usd(1_200), money(1_100, 'EUR')] }],
  });
  expect((await catalog.emitted(ProductRepriced)).at(-1)).toMatchObject({ productId: id });
  await catalog.as(seller).query('mutation ($id: ID!) { archiveProduct(id: $id) { id } }', { id });
  expect((await catalog.emitted(ProductOffered)).at(-1)).toMatchObject({ productId: id, variants: [] });
});
