import { answered, type Kind, wish } from './wish.ts';

const PRICE = 'mutation ($id: ID!, $input: UpdateProductInput!) { updateProduct(id: $id, input: $input) { id } }';

/** A seller asks another price than the buyer has seen, once or twice. */
export const repricing: Kind = ({ world, random }, { wanted, currency }) => {
  const { seller, productId } = random.pick(wanted);
  return [
    Array.from({ length: 1 + random.below(2) }, () => {
      const price = { amountMinor: 500 + random.below(2_000), currency };
      const input = currency === 'USD' ? { price } : { prices: [price] };
      return wish('ask another price', () => answered(() => world.ask('catalog', seller, PRICE, { id: productId, input })));
    }),
  ];
};
