import type { Viewer } from '@stoa/kit/auth';
import type { FetchStep } from '../execute/compile-plan.ts';
import type { Variables } from '../execute/conditions.ts';
import type { Freshness, ReadyOperation, WrittenResult } from '../execute/execute-operation.ts';
import type { OperationVariant } from '../plan/operation-variants.ts';
import { AnswerStore, type CacheFigures } from './answer-store.ts';
import type { CacheHints } from './cache-hints.ts';
import type { ChangeFeed, Clearable } from './change-feed.ts';
import type { Changed } from './changes.ts';
import { type FetchCaching, fetchCaching } from './fetch-caching.ts';
import { passingOver, type Reader } from './reader.ts';
import { type FetchKeeper, RequestCache } from './request-cache.ts';
import { type SoughtTouch, seek, type Touch } from './touch.ts';

/** What is to be known of an operation to keep its responses. */
interface ResponseCaching {
  readonly id: number;
  readonly isPrivate: boolean;
  readonly services: ReadonlySet<string>;
  readonly coordinates: ReadonlySet<string>;
}

let lastResponseId = 0;

/**
 * What is kept of a supergraph's answers: of single fetches, and of whole responses. The hints say what and for how long; whatever is told of
 * changes clears before.
 */
export class AnswerCache implements Clearable, FetchKeeper {
  readonly store: AnswerStore;
  readonly #names = new Map<string, readonly string[]>();
  readonly #fetches = new WeakMap<FetchStep, { readonly caching: FetchCaching | undefined }>();
  readonly #responses = new WeakMap<OperationVariant, { readonly caching: ResponseCaching | undefined }>();
  #isInUse = false;
  #isClosed = false;

  constructor(
    readonly hints: CacheHints,
    readonly feed: ChangeFeed,
    maxBytes: number,
  ) {
    this.store = new AnswerStore(maxBytes);
  }

  get figures(): CacheFigures {
    return this.store.figures;
  }

  /** Whether answers may be taken from here and left here now. */
  get isOpen(): boolean {
    return this.feed.isOpen && !this.#isClosed;
  }

  /** Of one reader, who may bring a marker along. */
  readerOf({ userAgent: _, address: __, ...viewer }: Viewer, marker: string | undefined): Reader {
    // A graph that is only being prepared keeps nothing yet, and need not hear of anything.
    if (!this.#isInUse) this.feed.add(this);
    this.#isInUse = true;
    const unseen = this.feed.unseen(marker).flatMap((change) => change.touches.map((touch) => this.#seek(touch)));
    const standing = JSON.stringify([viewer.accountType, viewer.sellerId, viewer.scopes]);
    return { standing, self: JSON.stringify(viewer), unseen, key: `${this.store.clock} ${unseen.length > 0 ? marker : ''}` };
  }

  requestOf(reader: Reader): RequestCache {
    return new RequestCache(this, reader);
  }

  /** A response that is kept, if there is one. */
  responseOf({ variant, variables }: ReadyOperation, reader: Reader): WrittenResult | undefined {
    const caching = this.#cachingOf(variant);
    if (!caching) return undefined;
    const kept = this.store.get<WrittenResult>(responseKey(caching, variables, reader), 'response', passingOver(reader));
    if (kept) kept.value.freshness = this.#freshness(caching, kept.expiresAtMs);
    return kept?.value;
  }

  /** Keeps a response, if that may be, and says in it for how long it may be kept elsewhere. */
  keepResponse({ variant, variables }: ReadyOperation, result: WrittenResult, request: RequestCache): WrittenResult {
    const caching = this.#cachingOf(variant);
    if (!caching || request.isSpoilt || result.errors.length > 0) return result;
    const { services, coordinates } = caching;
    const { expiresAtMs, tags, since, reader } = request;
    result.freshness = this.#freshness(caching, expiresAtMs);
    const key = responseKey(caching, variables, reader);
    if (this.isOpen) this.store.put({ key, value: result, bytes: result.data.length, services, coordinates, expiresAtMs }, tags, since);
    return result;
  }

  fetchCaching(step: FetchStep): FetchCaching | undefined {
    let known = this.#fetches.get(step);
    if (!known) this.#fetches.set(step, (known = { caching: fetchCaching(step, this.hints) }));
    return known.caching;
  }

  clear({ touches: touched }: Changed): void {
    for (const touch of touched) this.store.clear(this.#seek(touch));
  }

  flush(): void {
    this.store.flush();
  }

  close(): void {
    this.#isClosed = true;
    this.feed.remove(this);
    this.store.flush();
  }

  #seek(touch: Touch): SoughtTouch {
    return seek(touch, (type) => this.#namesOf(type));
  }

  /** What is cleared here when it changes must be asked for again and again elsewhere, where nobody hears of that. */
  #freshness({ isPrivate }: ResponseCaching, expiresAtMs: number): Freshness {
    return { isPrivate, maxAgeMs: this.feed.follow ? 0 : Math.max(0, expiresAtMs - this.store.nowMs()) };
  }

  #namesOf(type: string): readonly string[] {
    let names = this.#names.get(type);
    // Of a name that the schema does not have nothing is remembered: a client may have made it up.
    if (!names && this.hints.schema.getType(type)) this.#names.set(type, (names = this.hints.namesOf(type)));
    return names ?? [];
  }

  #cachingOf(variant: OperationVariant): ResponseCaching | undefined {
    let known = this.#responses.get(variant);
    if (!known) this.#responses.set(variant, (known = { caching: this.#responseCaching(variant) }));
    return known.caching;
  }

  /** An operation of which any part may not be kept is not kept as a whole either. */
  #responseCaching({ plan, introspection }: OperationVariant): ResponseCaching | undefined {
    const steps = plan.calls.flatMap(({ parts }) => parts.map(({ step }) => step));
    if (steps.length === 0 || introspection || plan.isContextual) return undefined;
    const cachings = steps.map((step) => this.fetchCaching(step));
    if (!cachings.every((each) => each !== undefined)) return undefined;
    return {
      id: ++lastResponseId,
      isPrivate: cachings.some(({ isPrivate }) => isPrivate),
      services: new Set(steps.map(({ service }) => service)),
      coordinates: new Set(cachings.flatMap(({ coordinates }) => [...coordinates])),
    };
  }
}

function responseKey({ id, isPrivate }: ResponseCaching, variables: Variables, reader: Reader): string {
  return `${id} ${isPrivate ? reader.self : reader.standing}\n${JSON.stringify(variables)}`;
}
