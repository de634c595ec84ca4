import {
  type FieldNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  getNullableType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { Asked, Thing } from './thing.ts';
import { WorldError } from './world-error.ts';

/** The whole graph's values. */
interface World {
  readonly whole: GraphQLSchema;
  valueOf(asked: Asked): unknown;
  ownName(type: string, identity: string): string;
  isOf(condition: string, type: string): boolean;
}

interface Source {
  readonly thing: Thing;
  readonly type: string;
  readonly failures: string[];
}

/** The inputs of a computed field as the whole graph has them; what fails is put on the list. */
export function inputsOf(world: World, source: Source, wanted: SelectionSetNode): unknown {
  const result: Record<string, unknown> = {};
  for (const selection of wanted.selections) {
    if (selection.kind === 'FragmentSpread') continue;
    if (selection.kind === 'InlineFragment') {
      const condition = selection.typeCondition?.name.value;
      if (condition !== undefined && !world.isOf(condition, source.type)) continue;
      Object.assign(result, inputsOf(world, source, selection.selectionSet));
      continue;
    }
    result[selection.name.value] = inputOf(world, source, selection);
  }
  return result;
}

function inputOf(world: World, { thing, type, failures }: Source, node: FieldNode): unknown {
  if (node.name.value === '__typename') return type;
  const schema = world.whole;
  const parent = schema.getType(type);
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
  if (!field) throw new Error(`the graph has no ${type}.${node.name.value}`);
  try {
    const args = getArgumentValues(field as GraphQLField<unknown, unknown>, node);
    const value = world.valueOf({ schema, subgraph: undefined, thing, type, field: field.name, args, returnType: field.type });
    if (value === null && isNonNullType(field.type))
      throw new WorldError(`Cannot return null for non-nullable field ${type}.${field.name}.`);
    return complete(world, node, field.type, value, failures);
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    failures.push(...error.alternatives);
    return null;
  }
}

function complete(world: World, node: FieldNode, type: GraphQLOutputType, value: unknown, failures: string[]): unknown {
  if (value === null || !node.selectionSet) return value;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return (value as unknown[]).map((item) => complete(world, node, nullable.ofType, item, failures));
  }
  const thing = value as Thing;
  const own = world.ownName(thing.__typename, thing.identity);
  return inputsOf(world, { thing, type: own, failures }, node.selectionSet);
}

/** Of a representation, what a computed field may see. */
export function pick(wanted: SelectionSetNode, given: unknown, world: World): unknown {
  if (given === null) return null;
  if (Array.isArray(given)) return given.map((item) => pick(wanted, item, world));
  const source = given as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const selection of wanted.selections) {
    if (selection.kind === 'FragmentSpread') continue;
    if (selection.kind === 'InlineFragment') {
      const condition = selection.typeCondition?.name.value;
      const typename = source['__typename'];
      // Without a name the object can be of one type only.
      if (condition === undefined || typename === undefined || world.isOf(condition, String(typename)))
        Object.assign(result, pick(selection.selectionSet, source, world));
      continue;
    }
    const name = selection.name.value;
    if (source[name] === undefined) throw new Error(`the input ${name} is not in ${JSON.stringify(given)}`);
    result[name] = selection.selectionSet ? pick(selection.selectionSet, source[name], world) : source[name];
  }
  return result;
}
