import type { SubgraphDefinition } from './subgraph-server.ts';

const LINKS = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@authenticated", "@composeDirective", "@external", "@requires"])
    @link(url: "https://specs.stoa.dev/cacheControl/v1.0", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
`;

/** What the subgraphs of one test hold. Each value that is read counts up, so that an answer tells whether it was read or kept. */
export class HintedShop {
  /** Names by id; a test changes them. */
  readonly names = new Map<string, string>();
  reads = 0;

  constructor(size: number) {
    for (let id = 1; id <= size; id++) this.names.set(String(id), `Product ${id}`);
  }

  get subgraphs(): readonly SubgraphDefinition[] {
    return [this.#catalog, this.#stock];
  }

  readonly #product = (id: string) => ({ __typename: 'Product', id, name: this.names.get(id) });
  readonly #read = () => ++this.reads;

  readonly #catalog: SubgraphDefinition = {
    name: 'catalog',
    sdl: `${LINKS}
      type Query {
        products(first: Int = 20): ProductConnection! @cacheControl(maxAge: 60)
        product(id: ID!): Product @cacheControl(maxAge: 60)
        mine: Product @cacheControl(maxAge: 60, scope: PRIVATE)
        guarded: Product @cacheControl(maxAge: 60) @authenticated
        short: Product @cacheControl(maxAge: 1)
        unhinted: Product
        tip: Tip @cacheControl(maxAge: 60)
        bare: Product @cacheControl(maxAge: 60)
      }
      type Mutation { rename(id: ID!, name: String!): Product }
      type ProductConnection { nodes: [Product!]! @cacheControl(inheritMaxAge: true) unhinted: [Product!]! total: Int! }
      type Product @key(fields: "id") { id: ID! name: String read: Int! }
      union Tip = Product | Advice
      type Advice { text: String! }
    `,
    resolvers: {
      Query: {
        products: (_: unknown, { first }: { first: number }) => {
          const nodes = [...this.names.keys()].slice(0, first).map(this.#product);
          return { nodes, unhinted: nodes, total: this.names.size };
        },
        product: (_: unknown, { id }: { id: string }) => (this.names.has(id) ? this.#product(id) : null),
        mine: () => this.#product('1'),
        guarded: () => this.#product('1'),
        short: () => this.#product('1'),
        unhinted: () => this.#product('1'),
        tip: () => this.#product('1'),
        bare: () => this.#product('1'),
      },
      Mutation: {
        rename: (_: unknown, { id, name }: { id: string; name: string }) => {
          this.names.set(id, name);
          return this.#product(id);
        },
      },
      Product: { read: this.#read },
    },
  };

  readonly #stock: SubgraphDefinition = {
    name: 'stock',
    sdl: `${LINKS}
      type Query { stockVersion: Int }
      type Product @key(fields: "id") { id: ID! inStock: Boolean @cacheControl(maxAge: 60) counted: Int @cacheControl(maxAge: 60) price: Int }
    `,
    resolvers: {
      Query: { stockVersion: () => 1 },
      Product: {
        __resolveReference: ({ id }: { id: string }) => (this.names.has(id) ? { id } : null),
        inStock: () => true,
        counted: this.#read,
        price: this.#read,
      },
    },
  };
}
