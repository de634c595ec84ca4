import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Difference, TwoGraphs } from '@stoa/gateway/testing/differential/compare';
import type { RandomOperation } from '@stoa/gateway/testing/differential/random-operation';
import { search } from '@stoa/gateway/testing/differential/search';
import { type DocumentNode, type ExecutionResult, Kind, parse, print, visit } from 'graphql';
import { installPeers, PEERS } from './contenders.ts';

/**
 * Lets stock `@apollo/gateway` answer the operations of the differential tests, from the same subgraphs, and counts how often it and
 * `stoa gateway` answer as one schema does: `node tests/bench/gateway/against-apollo.ts --seed N --cases M`.
 */
const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, cases: { type: 'string', default: '2000' }, show: { type: 'string', default: '0' } },
});

type Executor = (request: object) => Promise<ExecutionResult>;

/** Of `@apollo/gateway`'s what is used here. */
interface ApolloGateway {
  load(): Promise<{ executor: Executor }>;
  stop(): Promise<void>;
}

interface SentRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName: string | undefined;
}

installPeers();
const requirePeer = createRequire(join(PEERS, 'package.json'));
const { ApolloGateway } = requirePeer('@apollo/gateway') as { ApolloGateway: new (options: object) => ApolloGateway };
const silent = Object.fromEntries(['debug', 'info', 'warn', 'error'].map((level) => [level, () => undefined]));

/** Undefined where it refuses the supergraph. */
async function startApollo(two: TwoGraphs): Promise<Executor | undefined> {
  const gateway = new ApolloGateway({
    supergraphSdl: two.supergraphSdl,
    logger: silent,
    buildService: ({ name }: { name: string }) => ({
      process: ({ request: { query, variables = {}, operationName } }: { request: SentRequest }) =>
        two.transports.get(name)!.execute({ query, variables, operationName, operationKind: 'query' }, undefined as never),
    }),
  });
  try {
    return (await gateway.load()).executor;
  } catch {
    return undefined;
  }
}

/** It knows no `@defer`. */
const whole = (query: string): DocumentNode =>
  visit(parse(query), { Directive: ({ name }) => (name.value === 'defer' ? null : undefined) });

async function askApollo(executor: Executor, { query, variables }: RandomOperation): Promise<ExecutionResult> {
  const document = whole(query);
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const request = { query: print(document), variables, http: undefined };
  const result = await executor({
    document,
    operation,
    operationName: 'Random',
    request,
    queryHash: request.query,
    context: {},
    metrics: {},
  });
  return JSON.parse(JSON.stringify(result)) as ExecutionResult;
}

const executors = new WeakMap<TwoGraphs, Promise<Executor | undefined>>();
const outcomes = new Map<string, number>();
let left = Number(values.show);

async function compare(two: TwoGraphs, operation: RandomOperation): Promise<undefined> {
  let starting = executors.get(two);
  if (!starting) executors.set(two, (starting = startApollo(two)));
  const executor = await starting;
  const ours = await two.compare(operation);
  const theirs = executor ? await two.compareWith(operation, () => askApollo(executor, operation)) : undefined;
  const name = (difference: Difference | undefined): string => (difference ? `differs (${difference.kind})` : 'right');
  const outcome = `stoa ${name(ours)}, apollo ${executor ? name(theirs) : 'refuses the supergraph'}`;
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  if (theirs && --left >= 0)
    console.log(`${operation.query}\n${JSON.stringify(operation.variables)}\n${theirs.federated}\n---\n${theirs.single}\n`);
}

const { graphs, compared } = await search({
  firstSeed: Number(values.seed),
  cases: Number(values.cases),
  compare,
  onFound: () => undefined,
});
console.log(`${compared} operations over ${graphs} graphs`);
for (const [outcome, count] of [...outcomes].sort(([, first], [, second]) => second - first))
  console.log(`${String(count).padStart(8)}  ${outcome}`);
