import { buildSubgraphSchema } from '@apollo/subgraph';
import { describe, expect, it } from '@jest/globals';
import { anonymous } from '@stoa/kit/auth';
import { type ExecutionResult, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { compose } from './compose.ts';
import { Graph, isErrors } from './graph.ts';
import { defaultLimits } from './limits/check-limits.ts';
import { silentLog } from './log.ts';
import { loadSupergraph } from './plan/supergraph.ts';
import { Random } from './testing/differential/random.ts';
import { OperationWriter, type RandomOperation } from './testing/differential/random-operation.ts';
import { subgraphSdls } from './testing/differential/subgraphs.ts';
import { mediumByReference, resolveField, resolveType } from './testing/differential/world.ts';
import type { SubgraphResult, SubgraphTransport } from './transport/subgraph-transport.ts';

const OPERATIONS = Number(process.env['DIFFERENTIAL_OPERATIONS'] ?? 600);
const FIRST_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 1);

/** A subgraph in this process; answers pass through JSON, as they would over HTTP. */
function inProcess(schema: GraphQLSchema): SubgraphTransport {
  return {
    async execute({ query, variables }) {
      const document = parse(query);
      const invalid = validate(schema, document);
      if (invalid.length > 0) throw new Error(`the plan holds an invalid operation: ${invalid[0]!.message}\n${query}`);
      const result = await execute({
        schema,
        document,
        variableValues: { ...variables },
        fieldResolver: resolveField,
        typeResolver: resolveType,
      });
      return JSON.parse(JSON.stringify(result)) as SubgraphResult;
    },
    subscribe: () => {
      throw new Error('not here');
    },
    forward: () => {
      throw new Error('not here');
    },
  };
}

/** The interface's own subgraph must find out what an object is when another knows only that it is one of these. */
function partOf(name: string, sdl: string): GraphQLSchema {
  const typeDefs = parse(sdl);
  if (name !== 'catalog') return buildSubgraphSchema([{ typeDefs }]);
  return buildSubgraphSchema([{ typeDefs, resolvers: { Media: { __resolveReference: mediumByReference } } }]);
}

const { supergraphSdl } = compose(Object.entries(subgraphSdls).map(([name, sdl]) => ({ name, sdl, url: `http://${name}.test/graphql` })));
const supergraph = loadSupergraph(supergraphSdl);
const transports = new Map(Object.entries(subgraphSdls).map(([name, sdl]) => [name, inProcess(partOf(name, sdl))]));
const unlimited = { ...defaultLimits, maxTokens: 100_000, maxDepth: 100, maxAliases: 10_000, maxFields: 100_000 };
const graph = new Graph(
  supergraph,
  { transports, log: silentLog, masked: false },
  { limits: unlimited, introspection: true, capacity: 10 },
  10_000,
);

async function throughGateway({ query, variables }: RandomOperation): Promise<ExecutionResult> {
  const ready = graph.ready({ query, variables, operationName: undefined });
  if (isErrors(ready)) throw new Error(`refused: ${ready[0]!.message}`);
  return (await graph.execute(ready, { viewer: anonymous, traceparent: '' })) as ExecutionResult;
}

async function byOneSchema({ query, variables }: RandomOperation): Promise<ExecutionResult> {
  return execute({
    schema: supergraph.apiSchema,
    document: parse(query),
    variableValues: variables,
    fieldResolver: resolveField,
    typeResolver: resolveType,
  });
}

const explain = (result: ExecutionResult): string[] =>
  (result.errors ?? []).map(({ path, message }) => `${path?.join('.')}: ${message}`).sort();

/** Where each error made the answer null. Of several below one null, which is told depends on who answered first. */
function nulled({ data, errors }: ExecutionResult): string[] {
  const places = (errors ?? []).map(({ path = [], message }) => {
    let value: unknown = data;
    const depth = path.findIndex((element) => {
      if (value === null) return true;
      value = (value as Record<string | number, unknown>)[element];
      return false;
    });
    if (depth === -1) return value === null ? `${path.join('.')}: ${message}` : `an error without a null at ${path.join('.')}`;
    return `${path.slice(0, depth).join('.')}: bubbled`;
  });
  return [...new Set(places)].sort();
}

describe('a federated graph and one schema', () => {
  it(`answer ${OPERATIONS} random operations alike`, async () => {
    let compared = 0;
    for (let seed = FIRST_SEED; compared < OPERATIONS; seed++) {
      const operation = new OperationWriter(supergraph.apiSchema, new Random(seed)).write();
      if (validate(supergraph.apiSchema, parse(operation.query)).length > 0) continue;
      compared++;
      const [federated, single] = await Promise.all([throughGateway(operation), byOneSchema(operation)]);
      const context = `seed ${seed}\n${operation.query}\n${JSON.stringify(operation.variables)}\n${explain(federated).join('\n')}\nexpected:\n${explain(single).join('\n')}\n`;
      const comparable = (result: ExecutionResult): string =>
        `${context}${JSON.stringify(result.data, null, 1)}\n${nulled(result).join('\n')}`;
      expect(comparable(federated)).toBe(comparable(single));
    }
  }, 120_000);
});
