import { GraphQLError, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { ResponseKeys } from '../plan/response-keys.ts';
import type { DataRecord } from './data.ts';
import type { Failure } from './failure.ts';
import type { FieldPlan, SelectionPlan } from './selection-plan.ts';

/** Instead of text, when an error was recorded for a value: null where null is allowed, else its parent's fate. */
export const ERRORED = undefined;

/** A value as JSON. */
export type Written = string | typeof ERRORED;

/**
 * Writes collected data as the answer that the specification asks for: the client's names and order, results coerced by the
 * API schema, null where something failed, and the error beside it.
 */
export class ResponseWriter {
  readonly errors: GraphQLError[] = [];
  /** Where the value is that is being written. */
  readonly path: (string | number)[] = [];
  readonly #reported = new Map<Failure, Set<string>>();
  readonly #written = new Map<DataRecord, { readonly selection: SelectionPlan; readonly text: string }>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly keys: ResponseKeys,
    readonly introspected: DataRecord | undefined,
    /** Objects that stand in several places, and are written once. */
    readonly shared: ReadonlySet<DataRecord>,
  ) {}

  /** The `data` of the response. */
  write(root: SelectionPlan, rootType: GraphQLObjectType, data: DataRecord): string {
    return this.object(root, rootType.name, data) ?? 'null';
  }

  object(selection: SelectionPlan, typename: string, source: DataRecord): Written {
    if (this.shared.size === 0 || !this.shared.has(source)) return this.#fields(selection.fieldsOf(typename), typename, source);
    const known = this.#written.get(source);
    if (known?.selection === selection) return known.text;
    const errorsBefore = this.errors.length;
    const text = this.#fields(selection.fieldsOf(typename), typename, source);
    // An error has a path, so what holds one is different in each place.
    if (text !== ERRORED && this.errors.length === errorsBefore) this.#written.set(source, { selection, text });
    return text;
  }

  #fields(fields: readonly FieldPlan[], typename: string, source: DataRecord): Written {
    if (fields.length === 0) return '{}';
    let text = '';
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index]!;
      if (field.kind === 'data') {
        this.path.push(field.responseName);
        const value = field.write!(this, source[field.key]);
        this.path.pop();
        if (value === ERRORED && !field.isNullable) return ERRORED;
        text += field.label + (value ?? 'null');
      } else if (field.kind === 'typename') {
        text += `${field.label}"${typename}"`;
      } else {
        text += field.label + JSON.stringify(this.introspected?.[field.responseName] ?? null);
      }
    }
    return `${text}}`;
  }

  /** `holderDepth` is how much of the path leads to what holds the failure: one less than to the failure itself, mostly. */
  fail(field: FieldPlan, failure: Failure, holderDepth: number = this.path.length - 1): typeof ERRORED {
    const path = failure.path
      ? [
          ...this.path.slice(0, holderDepth),
          ...failure.path.map((element) => (typeof element === 'string' ? this.keys.responseName(element) : element)),
        ]
      : [...this.path];
    // One failure below may have left several fields of an object without a value.
    const place = path.join('.');
    const reported = this.#reported.get(failure);
    if (reported?.has(place)) return ERRORED;
    this.#reported.set(failure, (reported ?? new Set()).add(place));
    this.errors.push(new GraphQLError(failure.message, { path, extensions: failure.extensions, nodes: field.node }));
    return ERRORED;
  }
}
