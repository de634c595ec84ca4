import { buildSubgraphSchema } from '@apollo/subgraph';
import { anonymous, type Viewer } from '@stoa/kit/auth';
import { type ExecutionResult, execute, type GraphQLSchema, parse, validate } from 'graphql';
import type { DecidePolicies } from '../../authorize/requirement.ts';
import { compose } from '../../compose.ts';
import type { Asker } from '../../execute/request-scope.ts';
import { Graph, isErrors, type Readiness } from '../../graph.ts';
import { defaultLimits } from '../../limits/check-limits.ts';
import { silentLog } from '../../log.ts';
import { type LoadedSupergraph, loadSupergraph } from '../../plan/supergraph.ts';
import type { SubgraphRequest, SubgraphResult, SubgraphTransport } from '../../transport/subgraph-transport.ts';
import { hintEverything } from '../hint-everything.ts';
import { Access } from './access.ts';
import { Declarations } from './declarations.ts';
import { ForgetfulCache } from './forgetful-cache.ts';
import { mergeParts, saysTheSame } from './merge-parts.ts';
import type { RandomOperation } from './random-operation.ts';
import { type Run, World } from './world.ts';

const UNLIMITED = {
  ...(Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, 100_000])) as unknown as typeof defaultLimits),
  maxCost: Number.POSITIVE_INFINITY,
};

const notHere = (): never => {
  throw new Error('not here');
};

/** What two ways of answering one operation differ in. */
export interface Difference {
  readonly kind: 'refused' | 'data' | 'errors' | 'plan' | 'parts';
  readonly federated: string;
  readonly single: string;
}

/** One world behind one schema, and the same world cut into subgraphs behind the gateway. */
export class TwoGraphs {
  readonly supergraph: LoadedSupergraph;
  readonly supergraphSdl: string;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  readonly #world: World;
  readonly #graph: Graph;
  readonly #access: Access;
  #run: Run = { mutations: 0 };
  /** Whether labels of `@override` hold. */
  #moves = false;
  /** A subgraph was asked what it cannot answer: the plan or the representations are wrong, whatever the answer looks like. */
  #fault: string | undefined;
  /** What the subgraphs were asked, for whoever wants to see. */
  readonly calls: { readonly subgraph: string; readonly request: SubgraphRequest; readonly result: SubgraphResult }[] = [];

  /** Throws when the subgraphs do not compose. */
  constructor(
    readonly sdls: Readonly<Record<string, string>>,
    /** Asks each query twice, with a cache in which every answer may be kept. */
    readonly keeps = false,
  ) {
    const parts = Object.entries(sdls);
    const { supergraphSdl } = compose(parts.map(([name, sdl]) => ({ name, sdl, url: `http://${name}.test/graphql` })));
    this.supergraphSdl = keeps ? hintEverything(supergraphSdl) : supergraphSdl;
    this.supergraph = loadSupergraph(this.supergraphSdl);
    this.#world = new World(new Declarations(sdls), this.supergraph.apiSchema);
    this.#access = new Access(this.supergraphSdl, this.supergraph.apiSchema);
    this.transports = new Map(parts.map(([name, sdl]) => [name, this.#transport(name, sdl)]));
    const prepare = { limits: UNLIMITED, introspection: true, capacity: 10, decideOverride: () => this.#moves };
    const decidePolicies: DecidePolicies = (names, { scopes }) => names.filter((name) => scopes.includes(name));
    const cache = this.supergraph.hints && new ForgetfulCache(this.supergraph.hints);
    const environment = { transports: this.transports, log: silentLog, masked: false };
    this.#graph = new Graph(this.supergraph, environment, prepare, 10_000, false, { decidePolicies }, undefined, cache);
  }

  /** How often something was not asked for because it was kept. */
  get hits(): number {
    return this.#graph.cache?.figures.fetchHits ?? 0;
  }

  /** Undefined when both answer alike, whether labels of `@override` hold or not. */
  async compare(operation: RandomOperation): Promise<Difference | undefined> {
    this.#moves = false;
    const difference = await this.#compare(operation);
    if (difference || !Object.values(this.sdls).some((sdl) => sdl.includes('label: "percent'))) return difference;
    this.#moves = true;
    return this.#compare(operation);
  }

  async #compare(operation: RandomOperation): Promise<Difference | undefined> {
    this.#begin();
    if (this.keeps && !operation.query.startsWith('mutation')) await this.#throughGateway(operation);
    const federated = await this.#throughGateway(operation);
    if (typeof federated === 'string') return { kind: 'refused', federated, single: 'accepted' };
    if (this.#fault !== undefined) return { kind: 'plan', federated: this.#fault, single: 'no fault' };
    const single = await this.#bySchema(operation);
    return differenceOf(federated, single) ?? unattributed(federated) ?? this.#compareParts(operation, federated);
  }

  /** Undefined when another way of answering, which asks these subgraphs by `transports`, answers as one schema does. */
  async compareWith(operation: RandomOperation, answer: () => Promise<ExecutionResult>): Promise<Difference | undefined> {
    this.#begin();
    const other = await answer();
    if (this.#fault !== undefined) return { kind: 'plan', federated: this.#fault, single: 'no fault' };
    return differenceOf(other, await this.#bySchema(operation));
  }

  #begin(): void {
    this.#fault = undefined;
    this.calls.length = 0;
    this.#run = { mutations: 0 };
  }

  /** What is deferred says the same in the end. */
  async #compareParts(operation: RandomOperation, whole: ExecutionResult): Promise<Difference | undefined> {
    if (!operation.query.includes('@defer')) return undefined;
    this.#run = { mutations: 0 };
    const parts = await this.#inParts(operation);
    if (this.#fault !== undefined) return { kind: 'plan', federated: this.#fault, single: 'no fault' };
    const difference = (told: string): Difference => ({
      kind: 'parts',
      federated: [...parts, told].join('\n'),
      single: JSON.stringify(whole),
    });
    try {
      const merged = mergeParts(parts);
      return saysTheSame(merged, whole) ? undefined : difference(JSON.stringify(merged));
    } catch (error) {
      return difference(String(error));
    }
  }

  #transport(name: string, sdl: string): SubgraphTransport {
    const schema = this.#subgraphSchema(name, sdl);
    const fieldResolver = this.#world.resolver(name);
    return {
      execute: async (request) => {
        const document = parse(request.query);
        const invalid = validate(schema, document);
        if (invalid.length > 0) this.#fault ??= `${name} was sent an invalid operation: ${invalid[0]!.message}\n${request.query}`;
        const answer = await execute({
          schema,
          document,
          contextValue: this.#run,
          variableValues: JSON.parse(JSON.stringify(request.variables)) as Record<string, unknown>,
          fieldResolver,
          typeResolver: this.#world.typeResolver,
        });
        for (const { originalError } of answer.errors ?? [])
          if (originalError && !('extensions' in originalError) && !originalError.message.startsWith('Cannot return null'))
            this.#fault ??= originalError.message;
        // As it would pass over HTTP.
        const result = JSON.parse(JSON.stringify(answer)) as SubgraphResult;
        this.calls.push({ subgraph: name, request, result: structuredClone(result) });
        return result;
      },
      subscribe: notHere,
      forward: notHere,
    };
  }

  #subgraphSchema(name: string, sdl: string): GraphQLSchema {
    const typeDefs = parse(sdl);
    const resolvers: Record<string, object> = {};
    for (const node of typeDefs.definitions) {
      if (node.kind !== 'ObjectTypeDefinition' && node.kind !== 'InterfaceTypeDefinition') continue;
      const type = node.name.value;
      if (!node.directives?.some((directive) => directive.name.value === 'key')) continue;
      resolvers[type] = { __resolveReference: (given: Record<string, unknown>) => this.#world.reference(name, type, given) };
    }
    return buildSubgraphSchema([{ typeDefs, resolvers }] as never);
  }

  async #throughGateway(operation: RandomOperation): Promise<ExecutionResult | string> {
    const { ready, asker } = await this.#ready(operation, false);
    if (isErrors(ready)) return ready[0]!.message;
    return (await this.#graph.execute(ready, asker)) as ExecutionResult;
  }

  async #inParts(operation: RandomOperation): Promise<string[]> {
    const { ready, asker } = await this.#ready(operation, true);
    if (isErrors(ready)) return [JSON.stringify({ errors: ready, hasNext: false })];
    // What the planner cannot defer comes at once.
    if (!ready.variant.deferrals) return [JSON.stringify({ ...(await this.#graph.execute(ready, asker)), hasNext: false })];
    const parts: string[] = [];
    for await (const { text } of this.#graph.answerInParts(ready, asker)) parts.push(text);
    return parts;
  }

  async #ready({ query, variables, grants }: RandomOperation, takesParts: boolean): Promise<{ ready: Readiness; asker: Asker }> {
    const viewer: Viewer = grants.includes('account') ? { ...anonymous, kind: 'user', userId: 'somebody' } : anonymous;
    const ready = await this.#graph.ready({ query, variables, operationName: undefined, takesParts }, { viewer, scopes: grants });
    return { ready, asker: { viewer, traceparent: '' } };
  }

  async #bySchema({ query, variables, grants }: RandomOperation): Promise<ExecutionResult> {
    this.#run = { mutations: 0 };
    const document = parse(query);
    const parents = this.#access.parents(document);
    const resolve = this.#world.resolver(undefined);
    return execute({
      schema: this.supergraph.apiSchema,
      document,
      contextValue: this.#run,
      variableValues: variables,
      fieldResolver: (source, args, run: Run, info) => {
        const selected = info.fieldNodes.map((node) => ({ node, parent: parents.get(node)! }));
        this.#access.assertField(grants, info.parentType.name, selected);
        return resolve(source, args, run, info);
      },
      typeResolver: (thing, run, info, abstract) => {
        const type = this.#world.typeResolver(thing, run, info, abstract);
        this.#access.assertType(grants, String(type));
        return type;
      },
    });
  }
}

function differenceOf(federated: ExecutionResult, single: ExecutionResult): Difference | undefined {
  const show = ({ data, errors }: ExecutionResult): string =>
    `${JSON.stringify(data, null, 1)}\n${(errors ?? []).map(({ path, message }) => `${path?.join('.')}: ${message}`).join('\n')}`;
  const texts = { federated: show(federated), single: show(single) };
  if (JSON.stringify(federated.data) !== JSON.stringify(single.data)) return { kind: 'data', ...texts };
  const alternatives = new Map<string, ReadonlySet<string>>();
  for (const { message, extensions } of single.errors ?? [])
    alternatives.set(message, new Set((extensions['alternatives'] as string[]) ?? [message]));
  const told = nulled(federated);
  const expected = nulled(single);
  const isExplained = [...expected].every(([place, message]) => {
    const said = told.get(place);
    return said !== undefined && (said === message || alternatives.get(message)?.has(said));
  });
  return isExplained && told.size === expected.size ? undefined : { kind: 'errors', ...texts };
}

/** An error that does not say which service it came from. */
function unattributed({ errors = [] }: ExecutionResult): Difference | undefined {
  const found = errors.find(
    ({ extensions: { code, service } }) => code !== 'UNAUTHENTICATED' && code !== 'FORBIDDEN' && service === undefined,
  );
  return found && { kind: 'errors', federated: JSON.stringify(found), single: 'every error names its service' };
}

/**
 * Where each error made the answer null, and with which message. Of several below one null that bubbled up, which is told
 * depends on who answered first.
 */
function nulled({ data, errors }: ExecutionResult): Map<string, string> {
  const places = new Map<string, string>();
  for (const { path = [], message } of errors ?? []) {
    let value: unknown = data;
    const depth = path.findIndex((element) => {
      if (value === null || typeof value !== 'object') return true;
      value = (value as Record<string | number, unknown>)[element];
      return false;
    });
    if (depth !== -1) places.set(path.slice(0, depth).join('.'), 'bubbled');
    else places.set(path.join('.'), value === null ? message : `an error without a null: ${message}`);
  }
  return places;
}
