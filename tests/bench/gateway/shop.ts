/** What the four subgraphs of the bench hold: people, what they bought, and what they said of it. */

export interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
}

export interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
}

export interface Review {
  readonly id: string;
  readonly body: string;
  readonly author: string;
  readonly product: string;
}

const count = <T>(length: number, make: (index: number) => T): readonly T[] => Array.from({ length }, (_, index) => make(index));

const USERS = 10;
const PRODUCTS = 12;

export const users = count(USERS, (index): User => ({ id: `u${index}`, name: `Pat Doe the ${index}th`, username: `pat-${index}` }));

export const products = count(
  PRODUCTS,
  (index): Product => ({
    upc: `p${index}`,
    name: `A "fine" lamp № ${index}`,
    price: 899 + 37 * index,
    weight: 100 + 450 * (index % 4),
    inStock: index % 3 !== 0,
  }),
);

/** Three by each user. */
export const reviews = count(
  USERS * 3,
  (index): Review => ({
    id: `r${index}`,
    body: `It stands where I put it and gives light, which is ${index % 5} times better than the last.`,
    author: users[index % USERS]!.id,
    product: products[(index * 5) % PRODUCTS]!.upc,
  }),
);

/** What sending costs, as the inventory works it out from what the catalogue knows. */
export const shippingEstimate = (price: number, weight: number): number => (price > 1_000 ? 0 : Math.round(weight * 0.5));
