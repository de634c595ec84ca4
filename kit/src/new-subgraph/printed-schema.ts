import { parse, print } from 'graphql';
import { DateTime, FEDERATION_LINK, LIST_SIZE } from '../graphql/index.ts';
import type { Names } from './names.ts';

/** What `npm run schema` prints of a new subgraph, so that its tests pass before anybody has run it. */
export function printedSchema(names: Names): string {
  const types = Object.entries(fieldsByType(names)).sort(([left], [right]) => (left < right ? -1 : 1));
  const parts = [
    print(parse(FEDERATION_LINK)),
    block('schema', ['query: Query', 'mutation: Mutation']),
    block(`enum ${names.Entity}Status`, ['OPEN', 'CLOSED']),
    ...types.map(([type, fields]) => block(`type ${type}`, fields)),
    `"""\n${DateTime.description}\n"""\nscalar DateTime`,
  ];
  return `${parts.join('\n\n')}\n`;
}

const block = (head: string, lines: readonly string[]): string => `${head} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;

const fieldsByType = ({ Entity, entity, many }: Names): Record<string, readonly string[]> => ({
  [`${Entity} @key(fields: "id")`]: ['id: ID!', `status: ${Entity}Status!`, 'name: String!', 'createdAt: DateTime!'],
  [`${Entity}Connection`]: [`nodes: [${Entity}!]!`, `edges: [${Entity}Edge!]!`, 'pageInfo: PageInfo!', 'totalCount: Int!'],
  [`${Entity}Edge`]: ['cursor: String!', `node: ${Entity}!`],
  Mutation: [`add${Entity}(name: String!): ${Entity}! @authenticated`, `close${Entity}(id: ID!): ${Entity}! @authenticated`],
  'PageInfo @shareable': ['hasNextPage: Boolean!', 'hasPreviousPage: Boolean!', 'startCursor: String', 'endCursor: String'],
  Query: [
    `${entity}(id: ID!): ${Entity} @authenticated`,
    `${many}(first: Int! = 20, after: String): ${Entity}Connection! @authenticated ${LIST_SIZE}`,
  ],
});
