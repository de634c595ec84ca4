import { type Product, products, type Review, reviews, shippingEstimate, type User, users } from './shop.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@requires", "@external"])\n';

export interface BenchSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, (parent: never, args: never) => unknown>>>>;
}

const byId = new Map(users.map((user) => [user.id, user]));
const byUpc = new Map(products.map((product) => [product.upc, product]));

export const subgraphs: readonly BenchSubgraph[] = [
  {
    name: 'accounts',
    sdl: `${link}
      type Query { users: [User!]! user(id: ID!): User }
      type User @key(fields: "id") { id: ID! name: String username: String }`,
    resolvers: {
      Query: { users: () => users, user: (_parent: never, { id }: { id: string }) => byId.get(id) },
      User: { __resolveReference: ({ id }: User) => byId.get(id) },
    },
  },
  {
    name: 'products',
    sdl: `${link}
      type Query { topProducts(first: Int = 5): [Product!]! }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    resolvers: {
      Query: { topProducts: (_parent: never, { first }: { first: number }) => products.slice(0, first) },
      Product: { __resolveReference: ({ upc }: Product) => byUpc.get(upc) },
    },
  },
  {
    name: 'inventory',
    sdl: `${link}
      type Product @key(fields: "upc") {
        upc: String! weight: Int @external price: Int @external inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }`,
    resolvers: {
      Product: {
        __resolveReference: (reference: Product) => ({ ...reference, inStock: byUpc.get(reference.upc)?.inStock }),
        shippingEstimate: ({ price, weight }: Product) => shippingEstimate(price, weight),
      },
    },
  },
  {
    name: 'reviews',
    sdl: `${link}
      type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
      type User @key(fields: "id") { id: ID! reviews: [Review!] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review!] }`,
    resolvers: {
      Review: {
        __resolveReference: ({ id }: Review) => reviews.find((review) => review.id === id),
        author: ({ author }: Review) => ({ id: author }),
        product: ({ product }: Review) => ({ upc: product }),
      },
      User: { __resolveReference: (user: User) => user, reviews: ({ id }: User) => reviews.filter(({ author }) => author === id) },
      Product: {
        __resolveReference: (product: Product) => product,
        reviews: ({ upc }: Product) => reviews.filter(({ product }) => product === upc),
      },
    },
  },
];
