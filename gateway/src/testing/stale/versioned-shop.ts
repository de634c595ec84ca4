import { setTimeout as sleep } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import type { Changed } from '../../cache/changes.ts';
import type { SubgraphResult, SubgraphTransport } from '../../transport/subgraph-transport.ts';
import type { Random } from '../differential/random.ts';

const LINKS = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://specs.stoa.dev/cacheControl/v1.0", import: ["@cacheControl"])
    @composeDirective(name: "@cacheControl")
  directive @cacheControl(maxAge: Int, inheritMaxAge: Boolean) on FIELD_DEFINITION
`;

export const SDLS = {
  catalog: `${LINKS}
    type Query { products: Products! @cacheControl(maxAge: 600) product(id: ID!): Product @cacheControl(maxAge: 600) }
    type Mutation { change(id: ID!): Product add: Product }
    type Products { nodes: [Product!]! @cacheControl(inheritMaxAge: true) version: Int! }
    type Product @key(fields: "id") { id: ID! version: Int! @cacheControl(maxAge: 600) }
  `,
  stock: `${LINKS}
    type Mutation { move(id: ID!): Int }
    type Product @key(fields: "id") { id: ID! stock: Int @cacheControl(maxAge: 600) }
  `,
};

/** What has a version of its own: a product's facts, its stock, or which products there are. */
export type Thing = `product ${string}` | `stock ${string}` | 'list';

/** A write as the bus carries it. */
export interface Commit {
  readonly thing: Thing;
  readonly version: number;
  readonly changed: Changed;
}

/** Two subgraphs whose every value is the number of its writes so far, and takes its time to be read and to be answered. */
export class VersionedShop {
  readonly versions = new Map<Thing, number>();
  onCommit: (commit: Commit) => void = () => undefined;
  #events = 0;

  constructor(
    readonly random: Random,
    readonly products: string[],
  ) {}

  versionOf(thing: Thing): number {
    return this.versions.get(thing) ?? 0;
  }

  transports(): Map<string, SubgraphTransport> {
    const resolvers = { catalog: this.#catalog(), stock: this.#stock() };
    return new Map(
      (['catalog', 'stock'] as const).map((name) => {
        const schema = buildSubgraphSchema([{ typeDefs: parse(SDLS[name]), resolvers: resolvers[name] as never }]);
        return [
          name,
          {
            execute: async ({ query, variables }) => {
              await this.#aMoment();
              const contextValue: { changed?: Changed } = {};
              const answer = await graphql({ schema, source: query, variableValues: variables, contextValue });
              const result = JSON.parse(JSON.stringify(answer)) as SubgraphResult;
              await this.#aMoment();
              return { ...result, extensions: { ...contextValue } };
            },
            subscribe: notHere,
            forward: notHere,
          },
        ];
      }),
    );
  }

  #aMoment(): Promise<void> {
    return sleep(this.random.below(4));
  }

  #write(thing: Thing, subgraph: string, touches: readonly (readonly [string, string])[], context: { changed?: Changed }): number {
    const version = this.versionOf(thing) + 1;
    this.versions.set(thing, version);
    const changed = { events: [`event ${++this.#events}`], touches: touches.map(([name, id]) => ({ subgraph, name, id })) };
    context.changed = changed;
    this.onCommit({ thing, version, changed });
    return version;
  }

  #catalog() {
    const product = (id: string) => ({ __typename: 'Product', id, version: this.versionOf(`product ${id}`) });
    return {
      Query: {
        products: () => ({ nodes: this.products.map(product), version: this.versionOf('list') }),
        product: (_: unknown, { id }: { id: string }) => (this.products.includes(id) ? product(id) : null),
      },
      Mutation: {
        change: (_: unknown, { id }: { id: string }, context: object) => {
          this.#write(`product ${id}`, 'catalog', [['Product', id]], context);
          return product(id);
        },
        add: (_: unknown, __: unknown, context: object) => {
          const id = String(this.products.length + 1);
          this.products.push(id);
          this.#write(
            'list',
            'catalog',
            [
              ['Product', id],
              ['Query.products', 'all'],
            ],
            context,
          );
          return product(id);
        },
      },
      Product: { __resolveReference: ({ id }: { id: string }) => product(id) },
    };
  }

  #stock() {
    return {
      Mutation: {
        move: (_: unknown, { id }: { id: string }, context: object) => this.#write(`stock ${id}`, 'stock', [['Product', id]], context),
      },
      Product: { __resolveReference: ({ id }: { id: string }) => ({ id, stock: this.versionOf(`stock ${id}`) }) },
    };
  }
}

const notHere = (): never => {
  throw new Error('only operations are run here');
};
