import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { ResponseKeys } from '../plan/response-keys.ts';
import type { DataRecord } from './data.ts';
import type { Failure } from './failure.ts';
import { JsonBytes } from './json-bytes.ts';
import type { DeferredSelection, FieldPlan, SelectionPlan } from './selection-plan.ts';

/** What became of a value. ERRORED: an error was recorded for it, so that it is null where null is allowed, else its parent's fate. */
export type Outcome = typeof WRITTEN | typeof NULL | typeof ERRORED;
export const WRITTEN = 0;
export const NULL = 1;
export const ERRORED = 2;

/** One for all, since an answer is written without a pause. */
const scratch = new JsonBytes();

/** What of an object that has been written comes later. */
export interface DeferredObject extends DeferredSelection {
  readonly source: DataRecord;
  readonly typename: string;
  readonly path: readonly (string | number)[];
  /** Where the object begins in what was written. */
  readonly start: number;
}

interface Written {
  readonly selection: SelectionPlan;
  readonly start: number;
  readonly end: number;
}

/**
 * Writes collected data as the answer that the specification asks for: the client's names and order, results coerced by the
 * API schema, null where something failed, and the error beside it.
 */
export class ResponseWriter {
  readonly json = scratch;
  readonly errors: GraphQLError[] = [];
  deferred: DeferredObject[] = [];
  readonly #reported = new Map<Failure, Set<string>>();
  readonly #written = new Map<DataRecord, Written>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly keys: ResponseKeys,
    readonly introspected: DataRecord | undefined,
    /** Objects that stand in several places, and are written once. */
    readonly shared: ReadonlySet<DataRecord>,
    /** Where the value is that is being written. */
    readonly path: (string | number)[] = [],
  ) {}

  /** The response as far as it is data. */
  write(root: SelectionPlan, typename: string, data: DataRecord): string | Buffer {
    // A write that broke off may have left something.
    this.json.position = 0;
    this.json.plain('{"data":');
    const start = this.json.position;
    if (this.object(root, typename, data) === ERRORED) this.nullInstead(start);
    this.json.plain('}');
    return this.json.take();
  }

  object(selection: SelectionPlan, typename: string, source: DataRecord): Outcome {
    if (selection.source.deferrals) this.#defer(selection, typename, source);
    if (this.shared.size === 0 || !this.shared.has(source)) return this.#fields(selection.fieldsOf(typename), typename, source);
    const known = this.#written.get(source);
    if (known?.selection === selection) {
      this.json.again(known.start, known.end);
      return WRITTEN;
    }
    const errorsBefore = this.errors.length;
    const start = this.json.position;
    const outcome = this.#fields(selection.fieldsOf(typename), typename, source);
    // An error has a path, so what holds one is different in each place.
    if (outcome === WRITTEN && this.errors.length === errorsBefore)
      this.#written.set(source, { selection, start, end: this.json.position });
    return outcome;
  }

  #defer(selection: SelectionPlan, typename: string, source: DataRecord): void {
    for (const each of selection.deferredOf(typename))
      this.deferred.push({ ...each, source, typename, path: [...this.path], start: this.json.position });
  }

  /** Forgets what was written from `start` on. */
  nullInstead(start: number): void {
    this.#written.clear();
    if (this.deferred.length > 0) this.deferred = this.deferred.filter((each) => each.start < start);
    this.json.position = start;
    this.json.plain('null');
  }

  #fields(fields: readonly FieldPlan[], typename: string, source: DataRecord): Outcome {
    const { json } = this;
    if (fields.length === 0) json.plain('{');
    for (let index = 0; index < fields.length; index++) {
      const field = fields[index]!;
      json.plain(field.label);
      if (field.kind === 'data') {
        const start = json.position;
        this.path.push(field.responseName);
        const outcome = field.write!(this, source[field.key]);
        this.path.pop();
        if (outcome === ERRORED) {
          if (!field.isNullable) return ERRORED;
          this.nullInstead(start);
        }
      } else if (field.kind === 'typename') {
        json.string(typename);
      } else {
        json.json(JSON.stringify(this.introspected?.[field.responseName] ?? null));
      }
    }
    json.plain('}');
    return WRITTEN;
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
