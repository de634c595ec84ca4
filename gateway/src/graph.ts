import { anonymous } from '@stoa/kit/auth';
import { GraphQLError, print } from 'graphql';
import type { Caller, DecidePolicies } from './authorize/requirement.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import type { Reader } from './cache/reader.ts';
import type { RequestCache } from './cache/request-cache.ts';
import { Documents } from './documents/documents.ts';
import { coerceVariables } from './execute/coerce-variables.ts';
import { type AnswerPart, executeInParts } from './execute/execute-in-parts.ts';
import { executeOperation, type OperationResult, type ReadyOperation, type WrittenResult } from './execute/execute-operation.ts';
import type { OperationRequest } from './execute/operation-request.ts';
import { type Asker, type ExecutionEnvironment, RequestScope } from './execute/request-scope.ts';
import { type Read, SharedReads } from './execute/shared-reads.ts';
import { gatewayError } from './gateway-error.ts';
import { checkCost } from './limits/check-cost.ts';
import type { OperationLimits } from './limits/check-limits.ts';
import { PlanningTimeout } from './plan/bounded-planner.ts';
import type { OperationVariant, RequestKind } from './plan/operation-variants.ts';
import { type DecideOverride, decideOverrides } from './plan/override-labels.ts';
import { OperationPreparer, type PrepareOptions } from './plan/prepare-operation.ts';
import type { LoadedSupergraph } from './plan/supergraph.ts';
import type { Subscriber } from './subscribe/subscriber.ts';
import { SubscriptionEngine } from './subscribe/subscription-engine.ts';
import type { CancelSignal } from './transport/cancellation.ts';

/** How access rules are applied; by default no policy is fulfilled, and what may not be seen is null beside an error. */
export interface Authorization {
  readonly decidePolicies?: DecidePolicies;
  /** An operation of which something may not be seen does not run at all. */
  readonly rejectsWhole?: boolean;
}

/** The graph that is served at present; a request stays with the one that it began on. */
export interface CurrentGraph {
  readonly current: Graph;
}

/** What will run, or why it will not. */
export type Readiness = ReadyOperation | readonly GraphQLError[];

const nobody: Caller = { viewer: anonymous, scopes: [] };
const none: ReadonlySet<string> = new Set();

/** The federated graph as one thing that operations run on, whatever brings them. It owns all that is made of one supergraph. */
export class Graph {
  /** What clients have asked for, planned. */
  readonly operations: OperationPreparer;
  readonly #limits: OperationLimits;
  readonly #decideOverride: DecideOverride | undefined;
  readonly #reads: SharedReads<OperationVariant, WrittenResult>;
  readonly #subscriptions = new SubscriptionEngine(this);

  constructor(
    readonly supergraph: LoadedSupergraph,
    readonly environment: ExecutionEnvironment,
    prepareOptions: PrepareOptions,
    /** So long a query or mutation may take. */
    readonly timeoutMs: number,
    /** Whether equal queries of one viewer that are under way at the same time are run once. */
    readonly coalescing = false,
    readonly authorization: Authorization = {},
    readonly documents = new Documents(),
    readonly cache?: AnswerCache,
  ) {
    this.#reads = new SharedReads(Date.now, () => environment.figures?.queriesJoined.add());
    this.operations = new OperationPreparer(supergraph, prepareOptions);
    this.#limits = prepareOptions.limits;
    this.#decideOverride = prepareOptions.decideOverride;
  }

  /** Everything that can be refused before anything runs. A promise only where a policy is still to be decided. */
  ready(request: OperationRequest, caller: Caller = nobody): Readiness | Promise<Readiness> {
    const found = this.documents.find(request, caller.partner?.name);
    if (found instanceof GraphQLError) return [found];
    const prepared = this.operations.prepare(found.text, request.operationName, found.stored);
    if ('errors' in prepared) return prepared.errors;
    if (found.register !== undefined) this.documents.register(found);
    const coerced = coerceVariables(this.supergraph.apiSchema, prepared, request.variables);
    if (isErrors(coerced)) return coerced;
    const cost = checkCost(prepared.cost, coerced, this.#limits);
    if (cost instanceof GraphQLError) return [cost];
    const { reportsCost = false } = request;
    // What it did cost is known only at the end, and told with the answer.
    const takesParts = request.takesParts === true && !reportsCost;
    const asked = { prepared, variables: coerced, cost, reportsCost, isStored: found.stored !== undefined };
    const { access } = prepared;
    const labels = prepared.overrideLabels;
    const overrides = labels.length > 0 ? decideOverrides(labels, caller, this.#decideOverride) : undefined;
    if (!access) return this.#plan(asked, { takesParts, overrides });
    const { policies } = access;
    if (policies.length === 0) return this.#plan(asked, { lack: access.lackOf(caller, none), takesParts, overrides });
    return this.#decide(policies, caller).then((decided) =>
      this.#plan(asked, { lack: access.lackOf(caller, decided), takesParts, overrides }),
    );
  }

  /** How many subscriptions run upstream, and how many receive what comes of them. */
  get subscriptions(): { readonly upstream: number; readonly receivers: number } {
    return this.#subscriptions.size;
  }

  /** Another graph is served from now on: requests under way are still answered, subscriptions are sent there. */
  retire(): Promise<void> {
    this.cache?.close();
    return this.#subscriptions.retire();
  }

  #plan(asked: Omit<ReadyOperation, 'variant'>, kind: RequestKind): Readiness {
    const { prepared, variables } = asked;
    try {
      const { figures } = this.environment;
      const made = figures?.plansMade.value;
      const variant = prepared.variants.for(variables, kind);
      if (figures?.plansMade.value === made) figures?.plansKnown.add();
      variant.uses++;
      const { denials, plan } = variant;
      // A subscription without its one field has nothing to wait for.
      const needsAll = this.authorization.rejectsWhole || (prepared.operation.operation === 'subscription' && !plan.primary);
      if (denials && needsAll && denials.errors.length > 0) return denials.errors;
      return { ...asked, variant };
    } catch (err) {
      this.environment.log.error({ err, query: print(prepared.document) }, 'an operation could not be planned');
      if (err instanceof PlanningTimeout) return [gatewayError('OPERATION_TOO_LARGE', 'The operation could not be planned in time')];
      return [gatewayError('INTERNAL_SERVER_ERROR', 'The operation could not be planned')];
    }
  }

  async #decide(policies: readonly string[], caller: Caller): Promise<ReadonlySet<string>> {
    try {
      return new Set(await this.authorization.decidePolicies?.(policies, caller));
    } catch (err) {
      this.environment.log.error({ err, policies }, 'policies could not be decided, so nobody fulfils them');
      return none;
    }
  }

  /** Runs a query or a mutation. When `signal` is aborted a query is given up; a mutation that has begun goes on. */
  async execute(ready: ReadyOperation, asker: Asker, signal?: CancelSignal): Promise<OperationResult> {
    return (await this.answer(ready, asker, signal)).read();
  }

  /** The same, for whoever only passes the answer on. */
  async answer(ready: ReadyOperation, asker: Asker, signal?: CancelSignal): Promise<WrittenResult> {
    if (ready.prepared.operation.operation !== 'query') return this.#change(ready, asker);
    const { cache } = this;
    const reader = this.#readerOf(asker);
    const known = reader && cache!.responseOf(ready, reader);
    if (known) return known;
    const begin = (): Read<WrittenResult> => this.#begin(ready, asker, reader);
    if (this.coalescing && !asker.calls) {
      // The viewer is all that subgraphs are told of who asks; whose trace the read belongs to changes no answer.
      const key = `${JSON.stringify(asker.viewer)}\n${JSON.stringify(ready.variables)}\n${reader?.key ?? asker.marker ?? ''}\n${asker.forwarded?.key ?? ''}`;
      return this.#reads.join(ready.variant, key, begin, signal);
    }
    const { answer, giveUp } = begin();
    signal?.addEventListener('abort', giveUp, { once: true });
    return answer;
  }

  async #change(ready: ReadyOperation, asker: Asker): Promise<WrittenResult> {
    const scope = this.#scopeOf(asker);
    let marker: string | undefined;
    const answer = executeOperation(this.supergraph, ready, scope).finally(() => {
      scope.finish();
      marker = this.cache?.feed.markOf(scope.changes, asker.marker);
      this.separateReads();
      this.#subscriptions.separate(asker.viewer);
    });
    const result = await answer;
    result.marker = marker;
    return withHeaders(result, asker);
  }

  /** Runs a query of which something is deferred, and yields the parts of the answer. When `signal` is aborted it is given up. */
  async *answerInParts(ready: ReadyOperation, asker: Asker, signal?: CancelSignal): AsyncGenerator<AnswerPart, undefined, undefined> {
    const { cache } = this;
    const reader = this.#readerOf(asker);
    const scope = this.#scopeOf(asker, reader && cache!.requestOf(reader));
    signal?.addEventListener('abort', () => scope.end('aborted'), { once: true });
    try {
      yield* executeInParts(this.supergraph, ready, scope);
    } finally {
      // What still runs is for nobody.
      scope.end('aborted');
    }
  }

  /** Reads that have begun will not answer what is asked from now on. */
  separateReads(): void {
    this.#reads.separate();
  }

  #begin(ready: ReadyOperation, asker: Asker, reader: Reader | undefined): Read<WrittenResult> {
    const cache = reader && this.cache!.requestOf(reader);
    const scope = this.#scopeOf(asker, cache);
    const answer = executeOperation(this.supergraph, ready, scope)
      .then((result) => withHeaders(result, asker))
      .finally(() => scope.finish());
    const kept = cache ? answer.then((result) => this.cache!.keepResponse(ready, result, cache)) : answer;
    return { answer: kept, giveUp: () => scope.end('aborted') };
  }

  /** Undefined where nothing is kept. */
  #readerOf({ viewer, marker, calls, forwarded }: Asker): Reader | undefined {
    // What is kept is keyed by the viewer alone, and who wants to see the calls wants them made.
    if (calls || forwarded?.isPersonal || forwarded?.wantsAnswers) return undefined;
    return this.cache?.isOpen ? this.cache.readerOf(viewer, marker) : undefined;
  }

  #scopeOf(asker: Asker, cache?: RequestCache): RequestScope {
    return new RequestScope(this.environment, asker.viewer, asker.traceparent, Date.now() + this.timeoutMs, cache, asker);
  }

  /** Sends a subscription's results to the subscriber. Answers how to end that. */
  subscribe(ready: ReadyOperation, asker: Asker, subscriber: Subscriber): () => void {
    return this.#subscriptions.subscribe(ready, asker, subscriber);
  }
}

function withHeaders(result: WrittenResult, { forwarded }: Asker): WrittenResult {
  if (forwarded?.wantsAnswers) result.headers = forwarded.answer;
  return result;
}

export function isErrors(value: object): value is readonly GraphQLError[] {
  return Array.isArray(value);
}
