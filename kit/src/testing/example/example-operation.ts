import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  print,
} from 'graphql';
import { newId } from '../../persistence/uuid.ts';

/** `Mutation.addToCart(input.variantId)` and what to put there; a function makes it anew for each operation. */
export type ExampleValues = Readonly<Record<string, unknown>>;

export interface ExampleOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

const MAX_DEPTH = 3;

/** The root field at `Mutation.addToCart`. */
export function rootField(schema: GraphQLSchema, path: string): GraphQLField<unknown, unknown> {
  const [type, name] = path.split('.') as [string, string];
  const field = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
    .find((root) => root?.name === type)
    ?.getFields()[name];
  if (!field) throw new Error(`the schema has no ${path}`);
  return field;
}

/** All root fields of a subgraph but federation's own. */
export function rootFields(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const paths = roots.flatMap((root) => Object.keys(root?.getFields() ?? {}).map((name) => `${root!.name}.${name}`));
  return paths.filter((path) => !path.startsWith('Query._'));
}

/** An operation that calls one root field with plausible arguments and selects what can be selected without any. */
export function exampleOperation(schema: GraphQLSchema, path: string, values: ExampleValues = {}): ExampleOperation {
  const [type, name] = path.split('.') as [string, string];
  const field = rootField(schema, path);
  const given = field.args.filter((argument) => isRequiredArgument(argument) || wanted(`${path}(${argument.name}`, values));
  const variables = Object.fromEntries(given.map((argument) => [argument.name, inputValue(argument, `${path}(${argument.name}`, values)]));
  const declared = given.map((argument) => `$${argument.name}: ${String(argument.type)}`).join(', ');
  const passed = given.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const call = `${name}${passed && `(${passed})`} ${selectionOf(field.type)}`;
  return { query: `${type.toLowerCase()} Example${declared && `(${declared})`} { ${call} }`, variables };
}

/** A field of an object, with plausible values for the arguments without which it cannot be selected, as `sales(from: "…")`. */
export function exampleField(schema: GraphQLSchema, path: string, values: ExampleValues = {}): string {
  const [type, name] = path.split('.') as [string, string];
  const object = schema.getType(type);
  const field = isObjectType(object) ? object.getFields()[name] : undefined;
  if (!field) throw new Error(`the schema has no ${path}`);
  const passed = field.args
    .filter(isRequiredArgument)
    .map(
      (argument) => `${argument.name}: ${print(astFromValue(inputValue(argument, `${path}(${argument.name}`, values), argument.type)!)}`,
    );
  return `${name}${passed.length > 0 ? `(${passed.join(', ')})` : ''} ${selectionOf(field.type, 2)}`;
}

/** Fields that can be selected without arguments, some levels deep. */
export function selectionOf(type: GraphQLOutputType, depth = MAX_DEPTH): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (!isObjectType(named)) return '{ __typename }';
  const fields = Object.values(named.getFields()).filter((field) => !field.args.some(isRequiredArgument));
  const selections = fields
    .filter((field) => isLeafType(getNamedType(field.type)) || depth > 1)
    .map((field) => `${field.name} ${selectionOf(field.type, depth - 1)}`.trim());
  return `{ ${['__typename', ...selections].join(' ')} }`;
}

/** Paths of all arguments and input fields of type ID, as `Mutation.addToCart(input.variantId)`. */
export function idArguments(schema: GraphQLSchema): string[] {
  return rootFields(schema).flatMap((path) =>
    rootField(schema, path).args.flatMap((argument) => idsWithin(argument.type, `${path}(${argument.name}`, [])),
  );
}

function idsWithin(type: GraphQLInputType, path: string, within: readonly string[]): string[] {
  const named = getNamedType(type);
  if (named.name === 'ID') return [`${path})`];
  if (!isInputObjectType(named) || within.includes(named.name)) return [];
  return Object.values(named.getFields()).flatMap((field) => idsWithin(field.type, `${path}.${field.name}`, [...within, named.name]));
}

const wanted = (open: string, values: ExampleValues): boolean =>
  Object.keys(values).some((path) => path === `${open})` || path.startsWith(`${open}.`));

function inputValue(input: GraphQLArgument | GraphQLInputField, open: string, values: ExampleValues): unknown {
  return exampleValue(input.type, input.name, open, values);
}

function exampleValue(type: GraphQLInputType, name: string, open: string, values: ExampleValues): unknown {
  if (`${open})` in values) {
    const value = values[`${open})`];
    return typeof value === 'function' ? (value as () => unknown)() : value;
  }
  if (isNonNullType(type)) return exampleValue(type.ofType, name, open, values);
  if (isListType(type)) return [exampleValue(type.ofType, name, open, values)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (!isInputObjectType(type)) return scalarValue(type.name, name);
  const fields = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || wanted(`${open}.${field.name}`, values));
  return Object.fromEntries(fields.map((field) => [field.name, inputValue(field, `${open}.${field.name}`, values)]));
}

function scalarValue(scalar: string, name: string): unknown {
  if (scalar === 'ID') return newId();
  if (scalar === 'Int') return 1;
  if (scalar === 'SafeInt') return 1_000;
  if (scalar === 'Float') return 1.5;
  if (scalar === 'Boolean') return true;
  if (scalar === 'DateTime') return new Date().toISOString();
  if (scalar === 'CurrencyCode') return 'USD';
  if (scalar === 'CountryCode') return 'DE';
  if (/email/i.test(name)) return `${newId()}@example.test`;
  if (/slug/i.test(name)) return `example-${newId()}`;
  return `Example ${newId()}`;
}
