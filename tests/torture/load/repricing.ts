import { CURRENCIES, money, type SellerWork } from './scene.ts';

const REPRICE = 'mutation ($id: ID!, $input: UpdateProductInput!) { updateProduct(id: $id, input: $input) { id } }';

/** A seller changes a price under the hands of those who have the goods in their carts. */
export const repricing: SellerWork = {
  name: 'price changed',
  chance: 0.08,
  async do({ tally }, { person, goods }, random) {
    const amountMinor = 900 + random.below(1_500);
    const currency = random.pick(CURRENCIES);
    const holds = goods.reprice(amountMinor, currency);
    const price = money(amountMinor, currency);
    await person.ask(REPRICE, { id: goods.productId, input: currency === 'USD' ? { price } : { prices: [price] } });
    holds();
    tally.did(repricing.name);
  },
};
