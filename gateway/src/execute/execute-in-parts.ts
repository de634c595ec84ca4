import type { GraphQLError } from 'graphql';
import type { LoadedSupergraph } from '../plan/supergraph.ts';
import { attributeErrors } from './attribute-errors.ts';
import type { DataRecord } from './data.ts';
import { fatalFetches, looseError, type ReadyOperation } from './execute-operation.ts';
import { PlanExecution } from './execute-plan.ts';
import { introspect } from './introspection.ts';
import type { RequestScope } from './request-scope.ts';
import { type DeferredObject, ResponseWriter } from './response-writer.ts';
import type { Call } from './schedule-calls.ts';
import type { SelectionPlan } from './selection-plan.ts';

/** One of the messages that an answer comes in. */
export interface AnswerPart {
  /** In JSON. */
  readonly text: string;
  readonly errors: readonly GraphQLError[];
}

const SHARED_NOWHERE: ReadonlySet<DataRecord> = new Set();

/**
 * Runs an operation of which something is deferred. Yields the parts of the answer in the form of the incremental delivery
 * of August 2022: first what is not deferred, then each deferred fragment for each object that it is of, once all of it is there.
 * It ends before all calls are over where the objects that they are for turned out to be null.
 */
export async function* executeInParts(
  supergraph: LoadedSupergraph,
  ready: ReadyOperation,
  scope: RequestScope,
): AsyncGenerator<AnswerPart, undefined, undefined> {
  const { plan } = ready.variant;
  const execution = new PlanExecution(scope, supergraph.types, ready.variables, fatalFetches(ready), plan.isContextual);
  const progress = new Progress(plan.calls);
  const running = execution.run(plan.calls, (call) => progress.over(call));
  const parts = new PartWriter(supergraph, ready, execution);
  // It may fail when nobody waits for it any more.
  running.catch(() => undefined);
  await Promise.race([running, progress.of(undefined)]);
  const first = parts.write(ready.variant.selection, ready.prepared.rootType.name, execution.data, []);
  let waiting = first.deferred;
  yield { text: `{${first.members},"hasNext":${waiting.length > 0}}`, errors: first.errors };
  while (waiting.length > 0) {
    await Promise.race([running, ...waiting.map(({ deferral }) => progress.of(deferral.number))]);
    const { there = [], missing = [] } = Object.groupBy(waiting, ({ deferral }) =>
      progress.isOver(deferral.number) ? 'there' : 'missing',
    );
    const written = there.map((each) => parts.writeDeferred(each));
    waiting = [...missing, ...written.flatMap(({ deferred }) => deferred)];
    const text = `{"incremental":[${written.map(({ members }) => `{${members}}`).join()}],"hasNext":${waiting.length > 0}}`;
    yield { text, errors: written.flatMap(({ errors }) => errors) };
  }
}

interface Part {
  /** Of a JSON object. */
  readonly members: string;
  readonly errors: readonly GraphQLError[];
  /** What comes later of the objects in it. */
  readonly deferred: readonly DeferredObject[];
}

/** Writes the data of one part after another, each with the errors that it has not told yet. */
class PartWriter {
  readonly #introspected: DataRecord | undefined;
  #toldLoosely = 0;

  constructor(
    readonly supergraph: LoadedSupergraph,
    readonly ready: ReadyOperation,
    readonly execution: PlanExecution,
  ) {
    const { variant, variables } = ready;
    this.#introspected = variant.introspection && introspect(supergraph.apiSchema, variant.introspection, variables);
  }

  write(selection: SelectionPlan, typename: string, source: DataRecord, path: DeferredObject['path']): Part {
    const { supergraph, execution, ready } = this;
    execution.explainHoles();
    // An object that stands in two places has something to come in each.
    const writer = new ResponseWriter(supergraph.apiSchema, supergraph.keys, this.#introspected, SHARED_NOWHERE, [...path]);
    const data = writer.write(selection, typename, source).toString().slice(1, -1);
    const loose = execution.looseFailures.slice(this.#toldLoosely);
    this.#toldLoosely = execution.looseFailures.length;
    const errors: readonly GraphQLError[] = [
      ...attributeErrors(writer.errors, ready.variant.plan, supergraph.keys),
      ...loose.map(looseError),
    ];
    const members = errors.length > 0 ? `${data},"errors":${JSON.stringify(errors)}` : data;
    return { members, errors, deferred: writer.deferred };
  }

  writeDeferred({ selection, typename, source, path, deferral: { label } }: DeferredObject): Part {
    const { members, ...part } = this.write(selection, typename, source, path);
    const named = label === undefined ? '' : `,"label":${JSON.stringify(label)}`;
    return { members: `${members},"path":${JSON.stringify(path)}${named}`, ...part };
  }
}

/** Tells which parts of an answer all calls have been made for. */
class Progress {
  readonly #open = new Map<number | undefined, number>();
  readonly #over = new Map<number | undefined, PromiseWithResolvers<void>>();

  constructor(calls: readonly Call[]) {
    for (const { deferral } of calls) this.#open.set(deferral, (this.#open.get(deferral) ?? 0) + 1);
  }

  over({ deferral }: Call): void {
    this.#open.set(deferral, this.#open.get(deferral)! - 1);
    if (this.isOver(deferral)) this.#over.get(deferral)?.resolve();
  }

  isOver(deferral: number | undefined): boolean {
    return (this.#open.get(deferral) ?? 0) === 0;
  }

  /** Resolves when the calls for a deferral, or for the first part, are over. */
  of(deferral: number | undefined): Promise<void> {
    if (this.isOver(deferral)) return Promise.resolve();
    let over = this.#over.get(deferral);
    if (!over) this.#over.set(deferral, (over = Promise.withResolvers()));
    return over.promise;
  }
}
