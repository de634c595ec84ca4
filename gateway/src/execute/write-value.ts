import {
  type GraphQLAbstractType,
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLOutputType,
  GraphQLString,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { type DataRecord, isRecord } from './data.ts';
import { Failure } from './failure.ts';
import { quote } from './json-text.ts';
import { ERRORED, type ResponseWriter, type Written } from './response-writer.ts';
import type { FieldPlan } from './selection-plan.ts';

/** Writes a value of one field's type as JSON. */
export type WriteValue = (writer: ResponseWriter, value: unknown) => Written;

const INTERNAL = { code: 'INTERNAL_SERVER_ERROR' };

/** `field` is asked for only once values are written, since it holds what is made here. */
export function compileWriter(type: GraphQLOutputType, field: () => FieldPlan): WriteValue {
  if (isNonNullType(type)) {
    const write = compileWriter(type.ofType, field);
    return (writer, value) => {
      const text = write(writer, value);
      if (text !== 'null') return text;
      return writer.fail(field(), new Failure(`Cannot return null for non-nullable field ${field().coordinate}.`, INTERNAL));
    };
  }
  if (isListType(type)) return compileList(type.ofType, field);
  if (isLeafType(type)) return compileLeaf(type, field);
  return (writer, value) => {
    if (value === null || value === undefined) return 'null';
    if (value instanceof Failure) return writer.fail(field(), value);
    if (!isRecord(value)) return writer.fail(field(), new Failure(`Expected an object for field ${field().coordinate}.`, INTERNAL));
    const runtimeType = isAbstractType(type) ? runtimeTypeOf(writer, field(), type, value) : type.name;
    if (runtimeType instanceof Failure) return writer.fail(field(), runtimeType, writer.path.length);
    return writer.object(field().selection!, runtimeType, value);
  };
}

function compileList(itemType: GraphQLOutputType, field: () => FieldPlan): WriteValue {
  const write = compileWriter(itemType, field);
  const isNullable = !isNonNullType(itemType);
  return (writer, value) => {
    if (value === null || value === undefined) return 'null';
    if (value instanceof Failure) return writer.fail(field(), value);
    if (!Array.isArray(value)) return writer.fail(field(), new Failure(`Expected a list for field ${field().coordinate}.`, INTERNAL));
    let text = '[';
    const { path } = writer;
    const depth = path.push(0) - 1;
    for (let index = 0; index < value.length; index++) {
      path[depth] = index;
      const item = write(writer, value[index]);
      if (item === ERRORED && !isNullable) {
        path.pop();
        return ERRORED;
      }
      text += index === 0 ? (item ?? 'null') : `,${item ?? 'null'}`;
    }
    path.pop();
    return `${text}]`;
  };
}

/** Values that are what the type wants them to be are written at once; graphql-js coerces or refuses the others. */
function compileLeaf(type: GraphQLLeafType, field: () => FieldPlan): WriteValue {
  const writePlain = plainWriter(type);
  return (writer, value) => {
    const text = writePlain(value);
    if (text !== undefined) return text;
    if (value === null || value === undefined) return 'null';
    if (value instanceof Failure) return writer.fail(field(), value);
    return (
      serialized(type, value) ?? writer.fail(field(), new Failure(`The value of field ${field().coordinate} is no ${type.name}.`, INTERNAL))
    );
  };
}

function plainWriter(type: GraphQLLeafType): (value: unknown) => string | undefined {
  if (type === GraphQLString || type === GraphQLID || type.name === 'String' || type.name === 'ID')
    return (value) => (typeof value === 'string' ? quote(value) : undefined);
  if (type === GraphQLInt || type.name === 'Int')
    return (value) => (typeof value === 'number' && value === (value | 0) ? String(value) : undefined);
  if (type === GraphQLFloat || type.name === 'Float')
    return (value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined);
  if (type === GraphQLBoolean || type.name === 'Boolean') return (value) => (typeof value === 'boolean' ? String(value) : undefined);
  if (isEnumType(type)) {
    const texts = new Map<unknown, string>(type.getValues().map(({ name, value }) => [value, `"${name}"`]));
    return (value) => texts.get(value);
  }
  return () => undefined;
}

function serialized(type: GraphQLLeafType, value: unknown): string | undefined {
  try {
    const result = type.serialize(value);
    return result === undefined || result === null ? undefined : JSON.stringify(result);
  } catch {
    // The message of graphql-js would show the value, which may be one that this graph hides.
    return undefined;
  }
}

function runtimeTypeOf({ schema }: ResponseWriter, field: FieldPlan, type: GraphQLAbstractType, value: DataRecord): string | Failure {
  const typename = value['__typename'];
  const named = typeof typename === 'string' ? schema.getType(typename) : undefined;
  if (isObjectType(named) && schema.isSubType(type, named)) return named.name;
  // A subgraph that knows an interface only as an object (@interfaceObject) gives no better name than the interface's;
  // that is enough as long as the client asked nothing that depends on more.
  const isUnnamed = typename === type.name || typename === undefined || typename instanceof Failure;
  if (isUnnamed && isInterfaceType(type) && !field.selection!.dependsOnObjectType(type)) return type.name;
  if (typename instanceof Failure) return typename;
  return new Failure(`Abstract type "${type.name}" was resolved to a type that it cannot be.`, INTERNAL);
}
