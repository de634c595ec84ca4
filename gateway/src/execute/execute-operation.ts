import { getVariableValues, GraphQLError, isNonNullType, type GraphQLSchema } from 'graphql';
import { withCode } from '../gateway-error.ts';
import type { PreparedOperation } from '../plan/prepare-operation.ts';
import type { LoadedSupergraph } from '../plan/supergraph.ts';
import type { SubgraphResult } from '../transport/subgraph-transport.ts';
import type { FetchStep } from './compile-plan.ts';
import type { Variables } from './conditions.ts';
import type { DataRecord } from './data.ts';
import { PlanExecution } from './execute-plan.ts';
import type { Failure } from './failure.ts';
import { introspect } from './introspection.ts';
import { Projection } from './projection.ts';
import type { RequestScope } from './request-scope.ts';

/** A response to a client. Without `data`, the operation did not run. */
export interface OperationResult {
  data?: DataRecord | null;
  errors?: readonly GraphQLError[];
}

/** Brings a client's variables into the types that the operation declares, or says what is wrong with them. */
export function coerceVariables(schema: GraphQLSchema, { operation }: PreparedOperation, inputs: Variables): Variables | readonly GraphQLError[] {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], inputs, { maxErrors: 20 });
  return coerced ?? (errors ?? []).map((error) => withCode(error, 'BAD_USER_INPUT'));
}

/** Runs a query or mutation with coerced variables. */
export async function executeOperation(
  supergraph: LoadedSupergraph,
  prepared: PreparedOperation,
  variables: Variables,
  scope: RequestScope,
): Promise<OperationResult> {
  const execution = new PlanExecution(scope, supergraph.types, variables, fatalFetches(prepared, variables));
  if (prepared.plan.step) await execution.run(prepared.plan.step);
  return respond(supergraph, prepared, variables, execution);
}

/** Completes one event of a subscription. */
export async function executeEvent(
  supergraph: LoadedSupergraph,
  prepared: PreparedOperation,
  variables: Variables,
  scope: RequestScope,
  event: SubgraphResult,
): Promise<OperationResult> {
  const execution = new PlanExecution(scope, supergraph.types, variables, () => false);
  execution.acceptRoot(prepared.plan.primary!, event);
  if (prepared.plan.step) await execution.run(prepared.plan.step);
  else execution.explainHoles();
  return respond(supergraph, prepared, variables, execution);
}

function respond(supergraph: LoadedSupergraph, prepared: PreparedOperation, variables: Variables, execution: PlanExecution): OperationResult {
  const introspected = prepared.introspection && introspect(supergraph.apiSchema, prepared.introspection, variables);
  const projection = new Projection(supergraph.apiSchema, introspected);
  const data = projection.project(prepared.selections.for(variables), prepared.rootType, execution.data);
  const errors = [...projection.errors, ...execution.looseFailures.map(looseError)];
  return errors.length > 0 ? { errors, data } : { data };
}

const looseError = ({ message, extensions }: Failure): GraphQLError => new GraphQLError(message, { extensions });

/** A mutation's fetch is fatal when one of its fields may not be null: then all of `data` is null without it. */
function fatalFetches({ selections, rootType }: PreparedOperation, variables: Variables): (step: FetchStep) => boolean {
  return (step) => {
    const keys = new Set(step.shape().fields.map((field) => field.key));
    return selections.for(variables).fieldsOf(rootType.name).some((field) => keys.has(field.key) && isNonNullType(field.type));
  };
}
