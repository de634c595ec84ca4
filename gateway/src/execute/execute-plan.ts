import type { TypeIndex } from '../plan/supergraph.ts';
import type { SubgraphResult } from '../transport/subgraph-transport.ts';
import { collectTargets } from './collect-targets.ts';
import type { FetchStep, Step } from './compile-plan.ts';
import type { Variables } from './conditions.ts';
import { type DataRecord, isRecord } from './data.ts';
import { EntityBatcher } from './entity-batcher.ts';
import { Failure } from './failure.ts';
import { markMissing } from './fetch-shape.ts';
import { mergeInto } from './merge.ts';
import { placeFailures } from './place-failures.ts';
import { MissingInput } from './representation.ts';
import type { RequestScope } from './request-scope.ts';
import { failureFromError, failureFromThrown } from './subgraph-failure.ts';

interface Representations {
  readonly distinct: DataRecord[];
  /** The objects that each distinct representation stands for. */
  readonly targets: DataRecord[][];
}

/** Runs a compiled plan and collects what the subgraphs answer into one tree, failures included. */
export class PlanExecution {
  readonly data: DataRecord;
  /** Errors that belong to no place in the data. */
  readonly looseFailures: Failure[] = [];
  readonly #entities: EntityBatcher;
  readonly #missing: { target: DataRecord; step: FetchStep; failure: Failure }[] = [];

  constructor(
    readonly scope: RequestScope,
    readonly types: TypeIndex,
    readonly variables: Variables,
    /** Whether the whole answer is null once these root fields of a mutation have failed; the rest then need not run. */
    readonly isFatal: (step: FetchStep) => boolean,
    data: DataRecord = {},
  ) {
    this.data = data;
    this.#entities = new EntityBatcher((service, request) => scope.call(service, request));
  }

  async run(step: Step): Promise<void> {
    await this.#step(step, [this.data]);
    this.explainHoles();
  }

  /** Takes over a root answer that came by another way, a subscription's event. */
  acceptRoot(step: FetchStep, result: SubgraphResult): void {
    this.#merge(step, result, [this.data], undefined);
  }

  /** A value that came after a failure was noted may have taken its place, though not all of it. */
  explainHoles(): void {
    for (const { target, step, failure } of this.#missing) markMissing(target, step.shape(), failure, this.types);
  }

  async #step(step: Step, targets: readonly DataRecord[]): Promise<boolean> {
    switch (step.kind) {
      case 'sequence':
        for (const child of step.steps) if (!(await this.#step(child, targets))) return false;
        return true;
      case 'parallel': {
        const outcomes = await Promise.all(step.steps.map((child) => this.#step(child, targets)));
        return outcomes.every(Boolean);
      }
      case 'flatten': {
        const inner = collectTargets(targets, step.path);
        return inner.length === 0 || this.#step(step.step, inner);
      }
      case 'condition': {
        const chosen = this.variables[step.variable] === true ? step.ifTrue : step.ifFalse;
        return !chosen || this.#step(chosen, targets);
      }
      case 'fetch':
        return this.#fetch(step, targets);
    }
  }

  /** Answers whether it makes sense to go on. */
  async #fetch(step: FetchStep, targets: readonly DataRecord[]): Promise<boolean> {
    const representations = step.buildRepresentation && this.#represent(step, targets);
    if (representations?.distinct.length === 0) return true;
    const variables: Record<string, unknown> = {};
    for (const name of step.variableNames) if (this.variables[name] !== undefined) variables[name] = this.variables[name];
    if (representations) variables['representations'] = representations.distinct;
    const { query, operationName, operationKind, service } = step;
    try {
      const request = { query, operationName, operationKind, variables };
      const result = await (representations ? this.#entities.send(service, request) : this.scope.call(service, request));
      this.#merge(step, result, targets, representations);
      return operationKind !== 'mutation' || isRecord(result.data) || !this.isFatal(step);
    } catch (thrown) {
      this.#fail(step, representations?.targets.flat() ?? targets, failureFromThrown(service, thrown, this.scope));
      return operationKind !== 'mutation' || !this.isFatal(step);
    }
  }

  /** One representation for all objects that have the same, so that a subgraph is asked about each entity once. */
  #represent(step: FetchStep, targets: readonly DataRecord[]): Representations {
    const distinct: DataRecord[] = [];
    const targetsOf: DataRecord[][] = [];
    const known = new Map<string, DataRecord[]>();
    for (const target of targets) {
      const representation = step.buildRepresentation!(target);
      if (!representation) continue;
      if (representation instanceof MissingInput) {
        if (representation.cause) this.#fail(step, [target], representation.cause.at(undefined));
        continue;
      }
      step.rewriteInput?.(representation);
      const identity = JSON.stringify(representation);
      const same = known.get(identity);
      if (same) {
        same.push(target);
        continue;
      }
      const first = [target];
      known.set(identity, first);
      distinct.push(representation);
      targetsOf.push(first);
    }
    return { distinct, targets: targetsOf };
  }

  #merge(step: FetchStep, result: SubgraphResult, targets: readonly DataRecord[], representations: Representations | undefined): void {
    const toFailure = (error: NonNullable<SubgraphResult['errors']>[number]): Failure => failureFromError(step.service, error, this.scope);
    const data = isRecord(result.data) ? result.data : {};
    const errors = result.errors ?? [];
    const unplaced = placeFailures(data, errors, toFailure);
    const everywhere = representations?.targets.flat() ?? targets;
    if (isRecord(result.data)) {
      if (representations) this.#mergeEntities(step, data, representations);
      else this.#mergeRoot(step, data, targets);
      this.looseFailures.push(...unplaced);
    } else {
      const failure = unplaced[0] ?? firstFailure(data) ?? toFailure({ message: `${step.service} answered without data` });
      this.#fail(step, everywhere, failure);
    }
  }

  #mergeRoot(step: FetchStep, data: DataRecord, targets: readonly DataRecord[]): void {
    step.rewriteOutput?.(data);
    for (const target of targets) mergeInto(target, data, this.types);
    const failure = firstFailure(data);
    if (failure) for (const target of targets) this.#missing.push({ target, step, failure });
  }

  #mergeEntities(step: FetchStep, data: DataRecord, { distinct, targets }: Representations): void {
    const entities = data['_entities'];
    if (entities instanceof Failure) return this.#fail(step, targets.flat(), entities.at(undefined));
    if (!Array.isArray(entities) || entities.length !== distinct.length) {
      const failure = failureFromError(step.service, { message: `expected ${distinct.length} entities` }, this.scope);
      return this.#fail(step, targets.flat(), failure);
    }
    for (const [index, entity] of entities.entries()) {
      if (entity instanceof Failure) {
        // Its path begins with the index in this list, which says nothing outside.
        this.#fail(step, targets[index]!, entity.at(entity.path && entity.path.length > 1 ? entity.path.slice(1) : undefined));
      } else if (isRecord(entity)) {
        step.rewriteOutput?.(entity);
        for (const target of targets[index]!) mergeInto(target, entity, this.types);
      }
    }
  }

  #fail(step: FetchStep, targets: readonly DataRecord[], failure: Failure): void {
    for (const target of targets) {
      // At once, so that fetches which need these values see why they are missing.
      markMissing(target, step.shape(), failure, this.types);
      this.#missing.push({ target, step, failure });
    }
  }
}

function firstFailure(data: DataRecord): Failure | undefined {
  return Object.values(data).find((value) => value instanceof Failure);
}
