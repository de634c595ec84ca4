import type { TypeIndex } from '../plan/type-index.ts';
import type { SubgraphResult } from '../transport/subgraph-transport.ts';
import { collectTargets } from './collect-targets.ts';
import type { FetchStep, Step } from './compile-plan.ts';
import type { Variables } from './conditions.ts';
import { type DataRecord, isRecord } from './data.ts';
import { EntityBatcher } from './entity-batcher.ts';
import { Failure } from './failure.ts';
import { type FetchShape, markMissing } from './fetch-shape.ts';
import { type EntityGroup, groupEntities } from './group-entities.ts';
import { mergeInto } from './merge.ts';
import { placeFailures } from './place-failures.ts';
import type { RequestScope } from './request-scope.ts';
import { failureFromError, failureFromThrown } from './subgraph-failure.ts';

/** Runs a compiled plan and collects what the subgraphs answer into one tree, failures included. */
export class PlanExecution {
  readonly data: DataRecord;
  /** Errors that belong to no place in the data. */
  readonly looseFailures: Failure[] = [];
  readonly #entities: EntityBatcher;
  readonly #missing: { target: DataRecord; shape: FetchShape; failure: Failure }[] = [];

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
    for (const { target, shape, failure } of this.#missing) markMissing(target, shape, failure, this.types);
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
    if (!step.buildRepresentation) return this.#ask(step, targets, undefined);
    const groups = groupEntities(step, step.buildRepresentation, targets, (target, shape, failure) => this.#fail(shape, [target], failure));
    const outcomes = await Promise.all(groups.map((group) => this.#ask(group.step, group.targets.flat(), group)));
    return outcomes.every(Boolean);
  }

  async #ask(step: FetchStep, targets: readonly DataRecord[], group: EntityGroup | undefined): Promise<boolean> {
    const variables: Record<string, unknown> = {};
    for (const name of step.variableNames) if (this.variables[name] !== undefined) variables[name] = this.variables[name];
    if (group) variables['representations'] = group.representations;
    const { query, operationName, operationKind, service } = step;
    const request = { query, operationName, operationKind, variables };
    try {
      const result = await (group ? this.#entities.send(service, request) : this.scope.call(service, request));
      this.#merge(step, result, targets, group);
      return operationKind !== 'mutation' || isRecord(result.data) || !this.isFatal(step);
    } catch (thrown) {
      this.#fail(step.shape(), targets, failureFromThrown(service, thrown, this.scope));
      return operationKind !== 'mutation' || !this.isFatal(step);
    }
  }

  #merge(step: FetchStep, result: SubgraphResult, targets: readonly DataRecord[], group: EntityGroup | undefined): void {
    const toFailure = (error: NonNullable<SubgraphResult['errors']>[number]): Failure => failureFromError(step.service, error, this.scope);
    const data = isRecord(result.data) ? result.data : {};
    const errors = result.errors ?? [];
    const unplaced = placeFailures(data, errors, toFailure);
    if (isRecord(result.data)) {
      if (group) this.#mergeEntities(group, data);
      else this.#mergeRoot(step, data, targets);
      this.looseFailures.push(...unplaced);
    } else {
      const failure = unplaced[0] ?? firstFailure(data) ?? toFailure({ message: `${step.service} answered without data` });
      this.#fail(step.shape(), targets, failure);
    }
  }

  #mergeRoot(step: FetchStep, data: DataRecord, targets: readonly DataRecord[]): void {
    step.rewriteOutput?.(data);
    for (const target of targets) mergeInto(target, data, this.types);
    const failure = firstFailure(data);
    if (failure) for (const target of targets) this.#missing.push({ target, shape: step.shape(), failure });
  }

  #mergeEntities({ step, representations, targets }: EntityGroup, data: DataRecord): void {
    const entities = data['_entities'];
    if (entities instanceof Failure) return this.#fail(step.shape(), targets.flat(), entities.at(undefined));
    if (!Array.isArray(entities) || entities.length !== representations.length) {
      const failure = failureFromError(step.service, { message: `expected ${representations.length} entities` }, this.scope);
      return this.#fail(step.shape(), targets.flat(), failure);
    }
    for (const [index, entity] of entities.entries()) {
      if (entity instanceof Failure) {
        // Its path begins with the index in this list, which says nothing outside.
        this.#fail(step.shape(), targets[index]!, entity.at(entity.path && entity.path.length > 1 ? entity.path.slice(1) : undefined));
      } else if (isRecord(entity)) {
        step.rewriteOutput?.(entity);
        for (const target of targets[index]!) mergeInto(target, entity, this.types);
      }
    }
  }

  #fail(shape: FetchShape, targets: readonly DataRecord[], failure: Failure): void {
    for (const target of targets) {
      // At once, so that fetches which need these values see why they are missing.
      markMissing(target, shape, failure, this.types);
      this.#missing.push({ target, shape, failure });
    }
  }
}

function firstFailure(data: DataRecord): Failure | undefined {
  return Object.values(data).find((value) => value instanceof Failure);
}
