import type { SubgraphDefinition } from './subgraph-server.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@requires", "@external", "@provides", "@shareable", "@inaccessible"])\n';

const products = [
  { __typename: 'Book', id: '1', sku: 'b-1', name: 'Dune', weight: 300, size: { width: 10, height: 20 }, pages: 600, sellerId: 's1' },
  { __typename: 'Film', id: '2', sku: 'f-2', name: 'Alien', weight: 80, size: { width: 12, height: 14 }, minutes: 117, sellerId: 's2' },
  { __typename: 'Book', id: '3', sku: 'b-3', name: 'Emma', weight: 250, size: { width: 11, height: 18 }, pages: 400, sellerId: 's1' },
];

const byKey = (reference: { id?: string; sku?: string }) =>
  products.find(({ id, sku }) => id === reference.id || sku === reference.sku) ?? null;

export const catalog: SubgraphDefinition = {
  name: 'catalog',
  sdl: `${LINK}
    type Query { products: [Product!]! product(id: ID!): Product search(text: String!): [Found!]! broken: String missing: Book }
    type Mutation { rename(id: ID!, name: String!): Product fail: String! }
    interface Product { id: ID! name: String! sku: String! seller: Seller }
    union Found = Book | Film | Seller
    enum Genre { FICTION SECRET @inaccessible }
    type Size { width: Int! height: Int! }
    type Book implements Product @key(fields: "id") @key(fields: "sku") {
      id: ID! sku: String! name: String! weight: Int! size: Size! seller: Seller pages: Int genre(secret: Boolean = false): Genre label(upper: Boolean): String!
    }
    type Film implements Product @key(fields: "id") @key(fields: "sku") {
      id: ID! sku: String! name: String! weight: Int! size: Size! seller: Seller minutes: Int
    }
    type Seller @key(fields: "id") { id: ID! }
  `,
  resolvers: {
    Query: {
      products: () => products,
      product: (_: unknown, { id }: { id: string }) => byKey({ id }),
      search: () => [products[0], { __typename: 'Seller', id: 's2' }, products[1]],
      broken: () => {
        throw new Error('the disk is on fire');
      },
      missing: () => ({ __typename: 'Book', ...products[0], id: '404', sku: '404' }),
    },
    Mutation: {
      rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ ...byKey({ id }), name }),
      fail: () => {
        throw new Error('no');
      },
    },
    Book: {
      __resolveReference: byKey,
      seller: ({ sellerId }: { sellerId: string }) => ({ id: sellerId }),
      genre: (_: unknown, { secret }: { secret: boolean }) => (secret ? 'SECRET' : 'FICTION'),
      label: ({ name }: { name: string }, { upper }: { upper?: boolean }) => (upper ? name.toUpperCase() : name),
    },
    Film: { __resolveReference: byKey, seller: ({ sellerId }: { sellerId: string }) => ({ id: sellerId }) },
  },
};

export const shipping: SubgraphDefinition = {
  name: 'shipping',
  sdl: `${LINK}
    type Size { width: Int! @external height: Int! @external }
    type Query { shippingVersion: String! }
    type Mutation { ship(id: ID!): String }
    type Book @key(fields: "id") { id: ID! weight: Int! @external size: Size! @external cost: Int @requires(fields: "weight size { width height }") inStock: Boolean! }
    type Film @key(fields: "id") { id: ID! weight: Int! @external cost: Int @requires(fields: "weight") inStock: Boolean! }
  `,
  resolvers: {
    Query: { shippingVersion: () => '1' },
    Mutation: { ship: (_: unknown, { id }: { id: string }) => `shipped ${id}` },
    Book: {
      cost: ({ weight, size }: { weight: number; size: { width: number; height: number } }) => weight + size.width * size.height,
      inStock: ({ id }: { id: string }) => id !== '3',
    },
    Film: { cost: ({ weight }: { weight: number }) => weight, inStock: () => true },
  },
};

export const people: SubgraphDefinition = {
  name: 'people',
  sdl: `${LINK}
    type Query { sellers: [Seller!]! me: Seller }
    type Seller @key(fields: "id") { id: ID! name: String! rating(scale: Int = 5): Int secretName: String @inaccessible }
  `,
  resolvers: {
    Query: { sellers: () => [{ id: 's1' }, { id: 's2' }], me: () => ({ id: 's1' }) },
    Seller: {
      name: ({ id }: { id: string }) => `Seller ${id}`,
      rating: (_: unknown, { scale }: { scale: number }) => scale - 1,
    },
  },
};

export const reviews: SubgraphDefinition = {
  name: 'reviews',
  sdl: `${LINK}
    type Book @key(fields: "sku") { sku: String! reviews: [Review!]! }
    type Film @key(fields: "sku") { sku: String! reviews: [Review!]! }
    type Review { stars: Int! author: Seller! }
    type Seller @key(fields: "id") { id: ID! reviewCount: Int! }
  `,
  resolvers: {
    Book: {
      reviews: ({ sku }: { sku: string }) => [
        { stars: sku.length, author: { id: 's2' } },
        { stars: 1, author: { id: 's1' } },
      ],
    },
    Film: { reviews: () => [] },
    Seller: { reviewCount: ({ id }: { id: string }) => (id === 's1' ? 1 : 2) },
  },
};

/** Four subgraphs around one catalogue: keys of two kinds, `@requires`, interfaces, unions, what is hidden. */
export const shop = [catalog, shipping, people, reviews] as const;
