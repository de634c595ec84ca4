import type { FetchStep } from '../execute/compile-plan.ts';
import type { Variables } from '../execute/conditions.ts';
import { type DataRecord, isRecord } from '../execute/data.ts';
import type { EntityGroup } from '../execute/group-entities.ts';
import { usedVariables } from '../execute/request-text.ts';
import type { AnswerStore, Kept } from './answer-store.ts';
import type { CacheHints } from './cache-hints.ts';
import type { FetchCaching } from './fetch-caching.ts';
import { passingOver, type Reader } from './reader.ts';
import { addTags, addTagsInside, idText, tagOf } from './tags.ts';

/** Where fetches are kept, and what is known of each. */
export interface FetchKeeper {
  readonly store: AnswerStore;
  readonly hints: CacheHints;
  /** Whether anything may be taken from there and left there now. */
  readonly isOpen: boolean;
  fetchCaching(step: FetchStep): FetchCaching | undefined;
}

/** What one query takes from the cache and leaves there, and what its response as a whole tells of. */
export class RequestCache {
  /** Before anything was read. */
  readonly since: number;
  readonly tags = new Set<string>();
  /** When the first of its parts expires. */
  expiresAtMs = Number.POSITIVE_INFINITY;
  /** The response holds something that may not be kept. */
  isSpoilt = false;
  readonly #isPassedOver: ((kept: Kept) => boolean) | undefined;
  readonly #beganAtMs: number;

  constructor(
    readonly cache: FetchKeeper,
    readonly reader: Reader,
  ) {
    this.since = cache.store.clock;
    this.#beganAtMs = cache.store.nowMs();
    this.#isPassedOver = passingOver(reader);
  }

  spoil(): void {
    this.isSpoilt = true;
  }

  /** What the operation answered before. It belongs to the caller. */
  knownRoot(step: FetchStep, variables: Variables): DataRecord | undefined {
    const caching = this.#cachingOf(step);
    return caching && this.#known(this.#keyOf(caching, step, variables));
  }

  keepRoot(step: FetchStep, variables: Variables, data: unknown): void {
    const caching = this.cache.fetchCaching(step);
    if (!caching) return;
    if (!isRecord(data)) return this.spoil();
    const tags = new Set<string>();
    addTags(data, caching.tags, this.cache.hints, tags);
    this.#keep(this.#keyOf(caching, step, variables), data, step, caching, tags);
  }

  /** The entities that are known, by their position among the representations. */
  knownEntities({ step, representations }: EntityGroup, variables: Variables): ReadonlyMap<number, DataRecord> | undefined {
    const caching = this.#cachingOf(step);
    if (!caching) return undefined;
    const prefix = this.#keyOf(caching, step, variables);
    const found = new Map<number, DataRecord>();
    for (const [index, representation] of representations.entries()) {
      const known = this.#known(prefix + representation);
      if (known) found.set(index, known);
    }
    return found;
  }

  /** Of entities that are not there nothing is kept: who makes one may not know that somebody has asked. */
  keepEntities({ step, representations }: EntityGroup, variables: Variables, entities: readonly unknown[]): void {
    const caching = this.cache.fetchCaching(step);
    if (!caching) return;
    const prefix = this.#keyOf(caching, step, variables);
    for (const [index, representation] of representations.entries()) {
      const entity = entities[index];
      if (!isRecord(entity)) {
        this.spoil();
        continue;
      }
      const tags = new Set<string>();
      this.#addEntityTags(representation, entity, caching, tags);
      this.#keep(prefix + representation, entity, step, caching, tags);
    }
  }

  #addEntityTags(representation: string, entity: DataRecord, { tags: plan }: FetchCaching, into: Set<string>): void {
    const { hints } = this.cache;
    const known = JSON.parse(representation) as DataRecord;
    const name = String(known['__typename']);
    const idField = hints.idFields.get(name);
    into.add(tagOf(name, idField === undefined ? undefined : idText(known[idField])));
    addTagsInside(entity, name, plan, hints, into);
  }

  #cachingOf(step: FetchStep): FetchCaching | undefined {
    const caching = this.cache.fetchCaching(step);
    if (!caching) this.spoil();
    return caching;
  }

  #keyOf({ prefix, isPrivate }: FetchCaching, { variableNames }: FetchStep, variables: Variables): string {
    const whose = isPrivate ? this.reader.self : this.reader.standing;
    return `${prefix} ${whose}\n${JSON.stringify(usedVariables(variableNames, variables))}\n`;
  }

  #known(key: string): DataRecord | undefined {
    const kept = this.cache.isOpen ? this.cache.store.get<string>(key, 'fetch', this.#isPassedOver) : undefined;
    if (!kept) return undefined;
    this.#note(kept.tags, kept.expiresAtMs);
    return JSON.parse(kept.value) as DataRecord;
  }

  #keep(key: string, data: DataRecord, { service }: FetchStep, caching: FetchCaching, tags: ReadonlySet<string>): void {
    const expiresAtMs = this.#beganAtMs + caching.maxAgeMs;
    this.#note(tags, expiresAtMs);
    if (!this.cache.isOpen) return;
    const value = JSON.stringify(data);
    const { coordinates } = caching;
    const kept = { key, value, bytes: value.length, services: servicesOf(service), coordinates, expiresAtMs };
    this.cache.store.put(kept, tags, this.since);
  }

  #note(tags: Iterable<string>, expiresAtMs: number): void {
    for (const tag of tags) this.tags.add(tag);
    this.expiresAtMs = Math.min(this.expiresAtMs, expiresAtMs);
  }
}

const single = new Map<string, ReadonlySet<string>>();

/** One set for each subgraph, not one for each answer. */
function servicesOf(service: string): ReadonlySet<string> {
  let services = single.get(service);
  if (!services) single.set(service, (services = new Set([service])));
  return services;
}
