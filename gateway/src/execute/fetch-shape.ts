import { Kind, parse, type SelectionSetNode } from 'graphql';
import type { TypeIndex } from '../plan/type-index.ts';
import { type DataRecord, isRecord } from './data.ts';
import type { Failure } from './failure.ts';

/** The names of the values that a fetch brings, by type condition where there is one. */
export interface FetchShape {
  readonly fields: readonly ShapeField[];
  readonly fragments: readonly { readonly typeCondition: string | undefined; readonly shape: FetchShape }[];
}

export interface ShapeField {
  /** The field in the subgraph's schema. */
  readonly name: string;
  /** Under which its value stands in the answer. */
  readonly key: string;
  readonly inside: FetchShape | undefined;
}

/** What of a shape belongs to the fields named, at its outermost level. */
export function onlyFields(shape: FetchShape, names: ReadonlySet<string>): FetchShape {
  return {
    fields: shape.fields.filter(({ name }) => names.has(name)),
    fragments: shape.fragments.map((fragment) => ({ ...fragment, shape: onlyFields(fragment.shape, names) })),
  };
}

/** Reads the shape from a subgraph operation when it is first asked for; for an entity fetch, the shape of one entity. */
export function lazyFetchShape(operation: string): () => FetchShape {
  let shape: FetchShape | undefined;
  return () => (shape ??= readShape(operation));
}

function readShape(operation: string): FetchShape {
  const definition = parse(operation, { noLocation: true }).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!definition) throw new Error('a subgraph operation without an operation');
  const root = shapeOf(definition.selectionSet);
  const entities = root.fields.find((field) => field.key === '_entities');
  return entities?.inside ?? root;
}

function shapeOf(selectionSet: SelectionSetNode): FetchShape {
  const fields: ShapeField[] = [];
  const fragments: { typeCondition: string | undefined; shape: FetchShape }[] = [];
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      fields.push({ key, name: selection.name.value, inside: selection.selectionSet && shapeOf(selection.selectionSet) });
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      fragments.push({ typeCondition: selection.typeCondition?.name.value, shape: shapeOf(selection.selectionSet) });
    }
  }
  return { fields, fragments };
}

/** Puts `failure` where a fetch of this shape left nothing; what others brought stays as it is. */
export function markMissing(target: unknown, shape: FetchShape, failure: Failure, types: TypeIndex): void {
  if (Array.isArray(target)) {
    for (const item of target) markMissing(item, shape, failure, types);
    return;
  }
  if (!isRecord(target)) return;
  for (const { key, inside } of shape.fields) {
    if (key === '__typename') {
      // What is known of the type only by an interface's name was to become known by this fetch.
      if (typeof target[key] === 'string' && !types.isObject(target[key])) target[key] = failure;
    } else if (target[key] === undefined) {
      target[key] = failure;
    } else if (inside) {
      // The failure's own path begins at the outermost object, so further inside only the place itself can be told.
      markMissing(target[key], inside, failure.path ? failure.at(undefined) : failure, types);
    }
  }
  for (const { typeCondition, shape: inner } of shape.fragments) {
    if (appliesTo(target, typeCondition, types)) markMissing(target, inner, failure, types);
  }
}

function appliesTo(target: DataRecord, typeCondition: string | undefined, types: TypeIndex): boolean {
  const typename = target['__typename'];
  return (
    typeCondition === undefined ||
    typeof typename !== 'string' ||
    types.matches(typeCondition, typename) ||
    // An @interfaceObject subgraph is asked by the interface's name as if it were the type.
    types.matches(typename, typeCondition)
  );
}
