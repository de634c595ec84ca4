import { GraphQLError, isNonNullType } from 'graphql';
import type { OperationVariant } from '../plan/operation-variants.ts';
import type { PreparedOperation } from '../plan/prepare-operation.ts';
import type { LoadedSupergraph } from '../plan/supergraph.ts';
import type { SubgraphResult } from '../transport/subgraph-transport.ts';
import { attributeErrors } from './attribute-errors.ts';
import type { FetchStep } from './compile-plan.ts';
import type { Variables } from './conditions.ts';
import type { DataRecord } from './data.ts';
import { PlanExecution } from './execute-plan.ts';
import type { Failure } from './failure.ts';
import { introspect } from './introspection.ts';
import type { RequestScope } from './request-scope.ts';
import { ResponseWriter } from './response-writer.ts';

/** A response to a client. Without `data`, the operation did not run. */
export interface OperationResult {
  data?: DataRecord | null;
  errors?: readonly GraphQLError[];
}

/** For how long, and for whom, a response may be kept. */
export interface Freshness {
  readonly maxAgeMs: number;
  readonly isPrivate: boolean;
}

/** A response that is JSON already. */
export class WrittenResult {
  #body: string | Buffer | undefined;
  /** How long it holds by the supergraph's hints, where they allow it to be kept. */
  freshness: Freshness | undefined;
  /** What the client of a mutation should bring along from now on, so that it sees what it has changed at other gateways too. */
  marker: string | undefined;
  /** Headers of subgraphs that go with it. */
  headers: Readonly<Record<string, string | string[]>> | undefined;

  constructor(
    /** The response as it is without errors. */
    readonly data: string | Buffer,
    readonly errors: readonly GraphQLError[],
  ) {}

  /** The response as it is sent; made once, however many it is sent to. */
  get body(): string | Buffer {
    this.#body ??= this.errors.length === 0 ? this.data : `{"errors":${JSON.stringify(this.errors)},${this.data.toString().slice(1)}`;
    return this.#body;
  }

  /** The response for somebody who wants to look into it. */
  read(): OperationResult {
    const { data } = JSON.parse(this.data.toString()) as { data: DataRecord | null };
    return this.errors.length > 0 ? { errors: this.errors, data } : { data };
  }
}

/** An operation that will run: planned, its variables coerced. */
export interface ReadyOperation {
  readonly prepared: PreparedOperation;
  readonly variant: OperationVariant;
  readonly variables: Variables;
  /** Whether its text is one that is known by an id, and so will be the same the next time. */
  readonly isStored: boolean;
  /** The most that it is expected to cost. */
  readonly cost: number;
  /** Whether the client wants to know that, and what it did cost. */
  readonly reportsCost: boolean;
}

/** Runs a query or mutation. */
export async function executeOperation(supergraph: LoadedSupergraph, ready: ReadyOperation, scope: RequestScope): Promise<WrittenResult> {
  const execution = new PlanExecution(scope, supergraph.types, ready.variables, fatalFetches(ready), ready.variant.plan.isContextual);
  await execution.run(ready.variant.plan.calls);
  return respond(supergraph, ready, execution);
}

/** Completes one event of a subscription. */
export async function executeEvent(
  supergraph: LoadedSupergraph,
  ready: ReadyOperation,
  scope: RequestScope,
  event: SubgraphResult,
): Promise<WrittenResult> {
  const execution = new PlanExecution(scope, supergraph.types, ready.variables, () => false, ready.variant.plan.isContextual);
  const { primary, calls } = ready.variant.plan;
  execution.acceptRoot(primary!, event);
  await execution.run(calls);
  return respond(supergraph, ready, execution);
}

function respond(supergraph: LoadedSupergraph, { prepared, variant, variables }: ReadyOperation, execution: PlanExecution): WrittenResult {
  const introspected = variant.introspection && introspect(supergraph.apiSchema, variant.introspection, variables);
  const writer = new ResponseWriter(supergraph.apiSchema, supergraph.keys, introspected, execution.shared);
  const data = writer.write(variant.selection, prepared.rootType.name, execution.data);
  const errors = writer.errors.length > 0 ? attributeErrors(writer.errors, variant.plan, supergraph.keys) : [];
  return new WrittenResult(data, [...errors, ...execution.looseFailures.map(looseError)]);
}

export const looseError = ({ message, extensions }: Failure): GraphQLError => new GraphQLError(message, { extensions });

/** A mutation's fetch is fatal when one of its fields may not be null: then all of `data` is null without it. */
export function fatalFetches({ prepared, variant }: ReadyOperation): (step: FetchStep) => boolean {
  return (step) => {
    const keys = new Set(step.shape().fields.map((field) => field.key));
    return variant.selection.fieldsOf(prepared.rootType.name).some((field) => keys.has(field.key) && isNonNullType(field.type));
  };
}
