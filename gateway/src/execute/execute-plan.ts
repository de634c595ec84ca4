import { readChanged } from '../cache/changes.ts';
import { mayBeKept } from '../cache/may-be-kept.ts';
import type { TypeIndex } from '../plan/type-index.ts';
import type { SubgraphResult } from '../transport/subgraph-transport.ts';
import { boundedCalls, MAX_REPRESENTATIONS } from './bounded-calls.ts';
import type { FetchStep } from './compile-plan.ts';
import type { Variables } from './conditions.ts';
import { type DataRecord, isRecord } from './data.ts';
import { Failure, HIDDEN } from './failure.ts';
import { type FetchShape, markMissing } from './fetch-shape.ts';
import { groupContextual } from './group-contextual.ts';
import { type EntityGroup, EntityGrouping } from './group-entities.ts';
import { copyOf, mergeInto } from './merge.ts';
import { partOfAnswer } from './merge-queries.ts';
import { isAsked, ObjectPlaces } from './object-places.ts';
import { placeFailures } from './place-failures.ts';
import type { RequestScope } from './request-scope.ts';
import { entityRequest, rootRequest } from './request-text.ts';
import type { Call, CallPart } from './schedule-calls.ts';
import { failureFromError, failureFromThrown } from './subgraph-failure.ts';

/** Makes a compiled plan's calls and collects what the subgraphs answer into one tree, failures included. */
export class PlanExecution {
  readonly data: DataRecord = {};
  /** Objects that stand in several places of the tree. */
  readonly shared = new Set<DataRecord>();
  /** Errors that belong to no place in the data. */
  readonly looseFailures: Failure[] = [];
  readonly #missing: { target: DataRecord; shape: FetchShape; failure: Failure }[] = [];
  readonly #places: ObjectPlaces;
  #isStopped = false;

  constructor(
    readonly scope: RequestScope,
    readonly types: TypeIndex,
    readonly variables: Variables,
    /** Whether the whole answer is null once these root fields of a mutation have failed; the rest then need not run. */
    readonly isFatal: (step: FetchStep) => boolean,
    /** Whether what an object says may depend on where it stands. */
    readonly isContextual: boolean,
  ) {
    this.#places = new ObjectPlaces(this.data, !isContextual);
  }

  /** Makes each call as soon as those that it waits for are over. */
  async run(calls: readonly Call[], onOver?: (call: Call) => void): Promise<void> {
    if (calls.length > 0) await this.#runAll(calls, onOver);
    this.explainHoles();
  }

  /** Takes over a root answer that came by another way, a subscription's event. */
  acceptRoot(step: FetchStep, result: SubgraphResult): void {
    this.#mergeRoot(step, result, [this.data]);
  }

  /** A value that came after a failure was noted may have taken its place, though not all of it. */
  explainHoles(): void {
    for (const { target, shape, failure } of this.#missing) markMissing(target, shape, failure, this.types);
  }

  #runAll(calls: readonly Call[], onOver?: (call: Call) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const waitsFor = calls.map((call) => call.waitsFor);
      let open = calls.length;
      const over = (call: Call): void => {
        onOver?.(call);
        if (--open === 0) resolve();
        for (const position of call.awaitedBy) if (--waitsFor[position]! === 0) begin(calls[position]!);
      };
      const begin = (call: Call): void => {
        const answered = this.#isStopped ? undefined : this.#make(call);
        if (answered) answered.then(() => over(call)).catch(reject);
        else over(call);
      };
      for (const call of calls) if (call.waitsFor === 0) begin(call);
    });
  }

  /** Undefined when there is nothing to ask. */
  #make({ parts }: Call): Promise<void> | undefined {
    const [part] = parts as [CallPart];
    if (!part.step.representations) return this.#askRoot(part);
    const onLost = (target: DataRecord, shape: FetchShape, failure: Failure): void => this.#fail(shape, [target], failure);
    const groups = parts.flatMap((each) =>
      each.step.context
        ? groupContextual(each, this.#places, this.variables, onLost)
        : new EntityGrouping(each, this.shared, onLost).collect(this.#places, this.variables),
    );
    const unknown = this.scope.cache ? this.#recall(groups) : groups;
    if (unknown.length === 0) return undefined;
    const [first, ...others] = boundedCalls(unknown, MAX_REPRESENTATIONS);
    const asked = this.#askEntities(first!);
    return others.length === 0 ? asked : Promise.all([asked, ...others.map((each) => this.#askEntities(each))]).then(() => undefined);
  }

  /** Takes over the entities that are known. Answers what is left to ask. */
  #recall(groups: readonly EntityGroup[]): readonly EntityGroup[] {
    return groups.flatMap((group) => {
      const known = this.scope.cache?.knownEntities(group, this.variables);
      if (!known || known.size === 0) return [group];
      for (const place of group.places) this.#places.changed(place);
      for (const [index, entity] of known) this.#acceptEntity(group, index, entity);
      const isLeft = (_: unknown, index: number): boolean => !known.has(index);
      const left = { ...group, representations: group.representations.filter(isLeft), targets: group.targets.filter(isLeft) };
      return left.representations.length > 0 ? [left] : [];
    });
  }

  async #askRoot({ step, places }: CallPart): Promise<void> {
    const targets: DataRecord[] = [];
    for (const place of places) {
      if (!isAsked(place, this.variables)) continue;
      this.#places.visit(place, (target) => {
        targets.push(target);
        return target;
      });
    }
    if (targets.length === 0) return;
    const isMutation = step.operationKind === 'mutation';
    try {
      const { cache } = this.scope;
      const known = cache?.knownRoot(step, this.variables);
      const result = known ? { data: known } : await this.scope.call(step.service, rootRequest(step, this.variables));
      if (isMutation) this.#noteChanges(result);
      else if (cache && !known && mayBeKept(result)) cache.keepRoot(step, this.variables, result.data);
      else if (!known) cache?.spoil();
      for (const place of places) this.#places.changed(place);
      this.#mergeRoot(step, result, targets);
      if (isMutation && !isRecord(result.data) && this.isFatal(step)) this.#isStopped = true;
    } catch (thrown) {
      this.#fail(step.shape(), targets, failureFromThrown(step.service, thrown, this.scope));
      if (isMutation && this.isFatal(step)) this.#isStopped = true;
    }
  }

  #noteChanges({ extensions }: SubgraphResult): void {
    const changed = readChanged(extensions?.['changed']);
    if (changed) this.scope.changes.push(changed);
  }

  async #askEntities(groups: readonly EntityGroup[]): Promise<void> {
    const { service } = groups[0]!.step;
    try {
      const result = await this.scope.call(service, entityRequest(groups, this.variables));
      for (const { places } of groups) for (const place of places) this.#places.changed(place);
      if (groups.length === 1) this.#mergeEntities(groups[0]!, result);
      // One that fails as a whole takes the others with it, since a list of entities may not be null; alone, they may succeed.
      else if (!isRecord(result.data)) await Promise.all(groups.map((group) => this.#askEntities([group])));
      else for (const [index, group] of groups.entries()) this.#mergeEntities(group, partOfAnswer(result, result.data, index));
    } catch (thrown) {
      const failure = failureFromThrown(service, thrown, this.scope);
      for (const { step, targets } of groups) this.#fail(step.shape(), targets.flat(), failure);
    }
  }

  #toFailure(step: FetchStep, error: NonNullable<SubgraphResult['errors']>[number]): Failure {
    return failureFromError(step.service, error, this.scope);
  }

  /** Puts an answer's errors where they belong; undefined when it has no data, and then says that `targets` get none. */
  #dataOf(step: FetchStep, { data, errors }: SubgraphResult, targets: () => readonly DataRecord[]): DataRecord | undefined {
    const known = isRecord(data) ? data : {};
    const unplaced = errors ? placeFailures(known, errors, (error) => this.#toFailure(step, error)) : [];
    if (isRecord(data)) {
      this.looseFailures.push(...unplaced);
      return data;
    }
    const failure = unplaced[0] ?? firstFailure(known) ?? this.#toFailure(step, { message: `${step.service} answered without data` });
    this.#fail(step.shape(), targets(), failure);
    return undefined;
  }

  #mergeRoot(step: FetchStep, result: SubgraphResult, targets: readonly DataRecord[]): void {
    const data = this.#dataOf(step, result, () => targets);
    if (!data) return;
    step.rewriteOutput?.(data);
    this.#merge(targets, data);
    const failure = result.errors && firstFailure(data);
    if (failure) for (const target of targets) this.#missing.push({ target, shape: step.shape(), failure });
  }

  #mergeEntities(group: EntityGroup, result: SubgraphResult): void {
    const { step, representations, targets, lost } = group;
    const data = this.#dataOf(step, result, () => targets.flat());
    if (!data) return;
    const entities = data['_entities'];
    if (entities instanceof Failure) return this.#fail(step.shape(), targets.flat(), entities.at(undefined));
    if (!Array.isArray(entities) || entities.length !== representations.length) {
      const failure = this.#toFailure(step, { message: `expected ${representations.length} entities` });
      return this.#fail(step.shape(), targets.flat(), failure);
    }
    // Before they are taken apart.
    if (mayBeKept(result)) this.scope.cache?.keepEntities(group, this.variables, entities);
    else this.scope.cache?.spoil();
    for (let index = 0; index < entities.length; index++) {
      const entity: unknown = entities[index];
      if (entity instanceof Failure) {
        // Its path begins with the index in this list, which says nothing outside.
        this.#fail(step.shape(), targets[index]!, entity.at(entity.path && entity.path.length > 1 ? entity.path.slice(1) : undefined));
      } else if (isRecord(entity)) {
        this.#acceptEntity(group, index, entity);
      } else if (entity === null) {
        this.#lack(step.shape(), targets[index]!, HIDDEN);
      } else {
        this.#fail(step.shape(), targets[index]!, this.#toFailure(step, { message: 'expected an entity' }));
      }
    }
    for (const { target, shape, failure } of lost ?? []) this.#fail(shape, [target], failure);
  }

  #acceptEntity({ step, targets }: EntityGroup, index: number, entity: DataRecord): void {
    step.rewriteOutput?.(entity);
    this.#merge(targets[index]!, entity);
  }

  #merge(targets: readonly DataRecord[], received: DataRecord): void {
    for (let index = 0; index < targets.length; index++)
      mergeInto(targets[index]!, this.isContextual && index > 0 ? copyOf(received) : received, this.types);
  }

  #fail(shape: FetchShape, targets: readonly DataRecord[], failure: Failure): void {
    this.scope.cache?.spoil();
    this.#lack(shape, targets, failure);
  }

  #lack(shape: FetchShape, targets: readonly DataRecord[], failure: Failure): void {
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
