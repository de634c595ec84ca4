import {
  coerceInputValue,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isInputType,
  isLeafType,
  isNonNullType,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { withCode } from '../gateway-error.ts';
import type { PreparedOperation } from '../plan/prepare-operation.ts';
import type { Variables } from './conditions.ts';

const NO_VARIABLES: Variables = {};
const MAX_ERRORS = 20;

type Path = readonly (string | number)[];

/** Brings a client's variables into the types that the operation declares, or says what is wrong with them. */
export function coerceVariables(
  schema: GraphQLSchema,
  { operation }: Pick<PreparedOperation, 'operation'>,
  inputs: Variables,
): Variables | readonly GraphQLError[] {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return NO_VARIABLES;
  const { coerced } = getVariableValues(schema, definitions, inputs, { maxErrors: 1 });
  if (coerced) return coerced;
  const errors = definitions.flatMap((definition) => problemsOf(schema, definition, inputs));
  return errors.slice(0, MAX_ERRORS).map((error) => withCode(error, 'BAD_USER_INPUT'));
}

/**
 * What is wrong with one of them. graphql's own messages repeat what was sent: where one field is missing, the password beside it too.
 * Errors are kept by whoever gathers them, so ours name the place and what is expected there.
 */
function problemsOf(schema: GraphQLSchema, definition: VariableDefinitionNode, inputs: Variables): GraphQLError[] {
  const { name } = definition.variable;
  const type = typeFromAST(schema, definition.type as never);
  const wrong = (problem: string) => new GraphQLError(`Variable "$${name.value}" ${problem}`, { nodes: definition });
  if (!isInputType(type)) return [wrong(`is of a type that takes no input`)];
  const value = Object.hasOwn(inputs, name.value) ? inputs[name.value] : undefined;
  if (value === undefined)
    return isNonNullType(type) && !definition.defaultValue ? [wrong(`of required type "${type}" was not provided.`)] : [];
  const problems: GraphQLError[] = [];
  coerceInputValue(value, type, (path, invalid, error) => {
    const place = path.length > 0 ? ` at "${[name.value, ...path].join('.')}"` : '';
    problems.push(wrong(`got an invalid value${place}: ${expectationAt(type, path, invalid) ?? error.message}`));
  });
  return problems;
}

/** What is taken at the end of a path, where that is a scalar or an enum, whose messages name the value; null elsewhere. */
function expectationAt(type: GraphQLInputType, path: Path, invalid: unknown): string | null {
  const named = path.reduce<GraphQLInputType | undefined>((within, key) => {
    const around = within && getNamedType(within);
    return typeof key === 'number' || !isInputObjectType(around) ? around : around.getFields()[key]?.type;
  }, type);
  const leaf = named && getNamedType(named);
  if (invalid === null || !isLeafType(leaf)) return null;
  if (!isEnumType(leaf)) return `Expected type "${leaf}".`;
  return `Expected one of ${leaf
    .getValues()
    .map((each) => each.name)
    .join(', ')}.`;
}
