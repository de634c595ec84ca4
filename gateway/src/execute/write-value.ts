import {
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { type DataRecord, isRecord } from './data.ts';
import { Failure, HIDDEN } from './failure.ts';
import type { JsonBytes } from './json-bytes.ts';
import { ERRORED, NULL, type Outcome, type ResponseWriter, WRITTEN } from './response-writer.ts';
import type { FieldPlan } from './selection-plan.ts';

/** Writes a value of one field's type as JSON. */
export type WriteValue = (writer: ResponseWriter, value: unknown) => Outcome;

const INTERNAL = { code: 'INTERNAL_SERVER_ERROR' };

/** `field` is asked for only once values are written, since it holds what is made here. */
export function compileWriter(type: GraphQLOutputType, field: () => FieldPlan): WriteValue {
  if (isNonNullType(type)) {
    const write = compileWriter(type.ofType, field);
    return (writer, value) => {
      const outcome = write(writer, value);
      if (outcome !== NULL) return outcome;
      if (value === HIDDEN) return writer.fail(field(), HIDDEN);
      return writer.fail(field(), new Failure(`Cannot return null for non-nullable field ${field().coordinate}.`, INTERNAL));
    };
  }
  if (isListType(type)) return compileList(type.ofType, field);
  if (isLeafType(type)) return compileLeaf(type, field);
  return (writer, value) => {
    if (value === null || value === undefined) return writeNull(writer);
    if (value instanceof Failure) return value === HIDDEN ? writeNull(writer) : writer.fail(field(), value);
    if (!isRecord(value)) return writer.fail(field(), new Failure(`Expected an object for field ${field().coordinate}.`, INTERNAL));
    const runtimeType = isAbstractType(type) ? runtimeTypeOf(writer, field(), type, value) : type.name;
    if (runtimeType instanceof Failure) return writer.fail(field(), runtimeType, writer.path.length);
    return writer.object(field().selection!, runtimeType, value);
  };
}

function writeNull({ json }: ResponseWriter): typeof NULL {
  json.plain('null');
  return NULL;
}

function compileList(itemType: GraphQLOutputType, field: () => FieldPlan): WriteValue {
  const write = compileWriter(itemType, field);
  const isNullable = !isNonNullType(itemType);
  return (writer, value) => {
    if (value === null || value === undefined) return writeNull(writer);
    if (value instanceof Failure) return value === HIDDEN ? writeNull(writer) : writer.fail(field(), value);
    if (!Array.isArray(value)) return writer.fail(field(), new Failure(`Expected a list for field ${field().coordinate}.`, INTERNAL));
    const { path, json } = writer;
    json.plain('[');
    const depth = path.push(0) - 1;
    for (let index = 0; index < value.length; index++) {
      if (index > 0) json.plain(',');
      path[depth] = index;
      const start = json.position;
      if (write(writer, value[index]) === ERRORED) {
        if (!isNullable) {
          path.pop();
          return ERRORED;
        }
        writer.nullInstead(start);
      }
    }
    path.pop();
    json.plain(']');
    return WRITTEN;
  };
}

/** Values that are what the type wants them to be are written at once; graphql-js coerces or refuses the others. */
function compileLeaf(type: GraphQLLeafType, field: () => FieldPlan): WriteValue {
  const writePlain = plainWriter(type);
  return (writer, value) => {
    if (writePlain(writer.json, value)) return WRITTEN;
    if (value === null || value === undefined) return writeNull(writer);
    if (value instanceof Failure) return value === HIDDEN ? writeNull(writer) : writer.fail(field(), value);
    const text = serialized(type, value);
    if (text === undefined) {
      return writer.fail(field(), new Failure(`The value of field ${field().coordinate} is no ${type.name}.`, INTERNAL));
    }
    writer.json.json(text);
    return WRITTEN;
  };
}

/** Answers whether the value was one of those. */
type WritePlain = (json: JsonBytes, value: unknown) => boolean;

const writeString: WritePlain = (json, value) => {
  if (typeof value !== 'string') return false;
  json.string(value);
  return true;
};

const writeNumber =
  (isValid: (value: number) => boolean): WritePlain =>
  (json, value) => {
    if (typeof value !== 'number' || !isValid(value)) return false;
    json.plain(String(value));
    return true;
  };

const plainWriters: Readonly<Record<string, WritePlain>> = {
  String: writeString,
  ID: writeString,
  Int: writeNumber((value) => value === (value | 0)),
  Float: writeNumber(Number.isFinite),
  Boolean: (json, value) => {
    if (typeof value !== 'boolean') return false;
    json.plain(value ? 'true' : 'false');
    return true;
  },
};

function plainWriter(type: GraphQLLeafType): WritePlain {
  if (!isEnumType(type)) return plainWriters[type.name] ?? (() => false);
  const texts = new Map<unknown, string>(type.getValues().map(({ name, value }) => [value, `"${name}"`]));
  return (json, value) => {
    const text = texts.get(value);
    if (text === undefined) return false;
    json.plain(text);
    return true;
  };
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
  if (isObjectType(named) && schema.isSubType(type, named)) {
    const { denials } = field.selection!.source;
    return denials?.deniesType(named.name) ? denials.failure : named.name;
  }
  // A subgraph that knows an interface only as an object (@interfaceObject) gives no better name than the interface's;
  // that is enough as long as the client asked nothing that depends on more.
  const isUnnamed = typename === type.name || typename === undefined || typename instanceof Failure;
  if (isUnnamed && isInterfaceType(type) && !field.selection!.dependsOnObjectType(type)) return type.name;
  if (typename instanceof Failure) return typename;
  return new Failure(`Abstract type "${type.name}" was resolved to a type that it cannot be.`, INTERNAL);
}
