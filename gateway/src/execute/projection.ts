import {
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { ResponseKeys } from '../plan/response-keys.ts';
import { type DataRecord, isRecord } from './data.ts';
import { Failure } from './failure.ts';
import type { FieldPlan, SelectionPlan } from './selection-plan.ts';

/** What a completed value is when an error was recorded for it: null where null is allowed, else its parent's fate. */
const ERRORED = Symbol('errored');

const INTERNAL = { code: 'INTERNAL_SERVER_ERROR' };

/**
 * Shapes collected data into the answer that the specification asks for: the client's names and order, results
 * coerced by the API schema, null where something failed, and the error beside it.
 */
export class Projection {
  readonly errors: GraphQLError[] = [];
  readonly #path: (string | number)[] = [];
  readonly #reported = new Map<Failure, Set<string>>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly keys: ResponseKeys,
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
      return this.#fail(field, new Failure(`Cannot return null for non-nullable field ${field.coordinate}.`, INTERNAL));
    }
    if (value === null || value === undefined) return null;
    if (value instanceof Failure) return this.#fail(field, value);
    if (isListType(type)) return this.#list(field, type.ofType, value);
    if (isLeafType(type)) return this.#leaf(field, type, value);
    if (!isRecord(value)) return this.#fail(field, new Failure(`Expected an object for field ${field.coordinate}.`, INTERNAL));
    const runtimeType = isAbstractType(type) ? this.#runtimeType(field, type, value) : type;
    if (runtimeType instanceof Failure) return this.#fail(field, runtimeType, this.#path.length);
    return this.#object(field.selection!, runtimeType, runtimeType.name, value);
  }

  #list(field: FieldPlan, itemType: GraphQLOutputType, value: unknown): unknown {
    if (!Array.isArray(value)) return this.#fail(field, new Failure(`Expected a list for field ${field.coordinate}.`, INTERNAL));
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
    return this.#fail(field, new Failure(`The value of field ${field.coordinate} is no ${type.name}.`, INTERNAL));
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
    return new Failure(`Abstract type "${type.name}" was resolved to a type that it cannot be.`, INTERNAL);
  }

  /** `holderDepth` is how much of the path leads to what holds the failure: one less than to the failure itself, mostly. */
  #fail(field: FieldPlan, failure: Failure, holderDepth: number = this.#path.length - 1): typeof ERRORED {
    const path = failure.path
      ? [
          ...this.#path.slice(0, holderDepth),
          ...failure.path.map((element) => (typeof element === 'string' ? this.keys.responseName(element) : element)),
        ]
      : [...this.#path];
    // One failure below may have left several fields of an object without a value.
    const place = path.join('.');
    const reported = this.#reported.get(failure);
    if (reported?.has(place)) return ERRORED;
    this.#reported.set(failure, (reported ?? new Set()).add(place));
    this.errors.push(new GraphQLError(failure.message, { path, extensions: failure.extensions, nodes: field.node }));
    return ERRORED;
  }
}
