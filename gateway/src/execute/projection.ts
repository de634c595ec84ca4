import {
  GraphQLError, isAbstractType, isInterfaceType, isLeafType, isListType, isNonNullType, isObjectType,
  type GraphQLAbstractType, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema,
} from 'graphql';
import { Failure } from './failure.ts';
import type { FieldPlan, SelectionPlan } from './selection-plan.ts';
import { isRecord, type DataRecord } from './data.ts';

/** What a completed value is when an error was recorded for it: null where null is allowed, else its parent's fate. */
const ERRORED = Symbol('errored');

/**
 * Shapes collected data into the answer that the specification asks for: the client's names and order, results
 * coerced by the API schema, null where something failed, and the error beside it.
 */
export class Projection {
  readonly errors: GraphQLError[] = [];
  readonly #path: (string | number)[] = [];

  constructor(
    readonly schema: GraphQLSchema,
    readonly introspected: DataRecord | undefined,
  ) {}

  /** The `data` of the response. */
  project(root: SelectionPlan, rootType: GraphQLObjectType, data: DataRecord): DataRecord | null {
    const completed = this.#object(root, rootType, rootType.name, data);
    return completed === ERRORED ? null : completed;
  }

  #object(selection: SelectionPlan, type: { readonly name: string }, typename: string, source: DataRecord): DataRecord | typeof ERRORED {
    const result: DataRecord = {};
    for (const field of selection.fieldsOf(type.name)) {
      if (field.kind === 'typename') {
        result[field.responseName] = typename;
        continue;
      }
      if (field.kind === 'introspection') {
        result[field.responseName] = this.introspected?.[field.responseName] ?? null;
        continue;
      }
      this.#path.push(field.responseName);
      const value = this.#value(field, field.type, source[field.key]);
      this.#path.pop();
      if (value === ERRORED) {
        if (isNonNullType(field.type)) return ERRORED;
        result[field.responseName] = null;
      } else {
        result[field.responseName] = value;
      }
    }
    return result;
  }

  #value(field: FieldPlan, type: GraphQLOutputType, value: unknown): unknown {
    if (isNonNullType(type)) {
      const completed = this.#value(field, type.ofType, value);
      if (completed !== null) return completed;
      return this.#fail(field, `Cannot return null for non-nullable field ${field.coordinate}.`);
    }
    if (value === null || value === undefined) return null;
    if (value instanceof Failure) return this.#fail(field, value.message, value.extensions);
    if (isListType(type)) return this.#list(field, type.ofType, value);
    if (isLeafType(type)) return this.#leaf(field, type, value);
    if (!isRecord(value)) return this.#fail(field, `Expected an object for field ${field.coordinate}.`);
    const runtimeType = isAbstractType(type) ? this.#runtimeType(field, type, value) : type;
    if (runtimeType instanceof Failure) return this.#fail(field, runtimeType.message, runtimeType.extensions);
    return this.#object(field.selection!, runtimeType, runtimeType.name, value);
  }

  #list(field: FieldPlan, itemType: GraphQLOutputType, value: unknown): unknown {
    if (!Array.isArray(value)) return this.#fail(field, `Expected a list for field ${field.coordinate}.`);
    const items = new Array<unknown>(value.length);
    for (let index = 0; index < value.length; index++) {
      this.#path.push(index);
      const item = this.#value(field, itemType, value[index]);
      this.#path.pop();
      if (item === ERRORED && isNonNullType(itemType)) return ERRORED;
      items[index] = item === ERRORED ? null : item;
    }
    return items;
  }

  #leaf(field: FieldPlan, type: { serialize(value: unknown): unknown; readonly name: string }, value: unknown): unknown {
    try {
      const serialized = type.serialize(value);
      if (serialized !== undefined && serialized !== null) return serialized;
    } catch {
      // The message of graphql-js would show the value, which may be one that this graph hides.
    }
    return this.#fail(field, `The value of field ${field.coordinate} is no ${type.name}.`);
  }

  #runtimeType(field: FieldPlan, type: GraphQLAbstractType, value: DataRecord): { readonly name: string } | Failure {
    const typename = value['__typename'];
    const named = typeof typename === 'string' ? this.schema.getType(typename) : undefined;
    if (isObjectType(named) && this.schema.isSubType(type, named)) return named;
    // A subgraph that knows an interface only as an object (@interfaceObject) gives no better name than the interface's;
    // that is enough as long as the client asked nothing that depends on more.
    const isUnnamed = typename === type.name || typename === undefined || typename instanceof Failure;
    if (isUnnamed && isInterfaceType(type) && !field.selection!.dependsOnObjectType(type)) return type;
    if (typename instanceof Failure) return typename;
    return new Failure(`Abstract type "${type.name}" was resolved to a type that it cannot be.`, { code: 'INTERNAL_SERVER_ERROR' });
  }

  #fail(field: FieldPlan, message: string, extensions: Readonly<Record<string, unknown>> = { code: 'INTERNAL_SERVER_ERROR' }): typeof ERRORED {
    this.errors.push(new GraphQLError(message, { path: [...this.#path], extensions, nodes: field.node }));
    return ERRORED;
  }
}
