import { setTimeout as pause } from 'node:timers/promises';
import { anonymous, type Viewer } from '@stoa/kit/auth';
import type { ReadyOperation } from '../execute/execute-operation.ts';
import type { Asker } from '../execute/request-scope.ts';
import type { OperationVariant } from '../plan/operation-variants.ts';
import type { PreparedOperation } from '../plan/prepare-operation.ts';
import { reconnect } from './ending.ts';
import { isPublicOperation } from './public-operation.ts';
import { SharedSubscription } from './shared-subscription.ts';
import { type EventHost, subscribeOperation } from './subscribe-operation.ts';
import type { Subscriber } from './subscriber.ts';

/** So many are sent away at once and then, after a while, the next, lest all of them come back in one moment. */
const SENT_AWAY_AT_ONCE = 500;
const BETWEEN_MS = 100;

/**
 * Whom public subscriptions are run for: nobody in particular, but of the viewer's standing where it is one that sees more of the same
 * things, as a seller sees drafts. What gateways keep is shared in the same way.
 */
function anybodyLike({ accountType, sellerId, scopes }: Viewer): Viewer {
  return sellerId !== null || accountType === 'ADMIN' ? { ...anonymous, accountType, sellerId, ...(scopes && { scopes }) } : anonymous;
}

const sharedBy = (viewer: Viewer): string => `all like ${JSON.stringify(anybodyLike(viewer))}`;

/**
 * Runs every subscription, whatever brings it. Equal ones (the same operation and variables, the same viewer: all that a subgraph is
 * told) run upstream once, as long as nobody misses a result by that: a subscription may begin with the present state, or with what came
 * `after` a version, so somebody who comes later joins only while all results so far are at hand. What is marked as public is run for nobody in
 * particular and shared by all: should a mark be wrong, it tells nobody what a stranger may not know.
 */
export class SubscriptionEngine {
  readonly #host: EventHost;
  readonly #ids = new WeakMap<OperationVariant, number>();
  readonly #publicity = new WeakMap<PreparedOperation, boolean>();
  #nextId = 0;
  /** Those that can be joined, by viewer and then by operation and variables. */
  readonly #joinable = new Map<string, Map<string, SharedSubscription>>();
  readonly #open = new Set<SharedSubscription>();
  #isRetired = false;

  constructor(host: EventHost) {
    this.#host = host;
  }

  /** Sends the operation's results to the subscriber. Answers how to end that, which has to be called also when the results ended. */
  subscribe(ready: ReadyOperation, asker: Asker, subscriber: Subscriber): () => void {
    if (this.#isRetired) {
      subscriber.end(reconnect());
      return () => undefined;
    }
    const isPublic = this.#isPublic(ready.prepared);
    const viewer = isPublic ? sharedBy(asker.viewer) : JSON.stringify(asker.viewer);
    const key = `${this.#idOf(ready.variant)}\n${JSON.stringify(ready.variables)}`;
    const known = this.#joinable.get(viewer)?.get(key);
    if (known) return known.join(subscriber);
    const results = subscribeOperation(this.#host, ready, isPublic ? { ...asker, viewer: anybodyLike(asker.viewer) } : asker);
    const { figures } = this.#host.environment;
    const onDelivered = (): void => figures?.liveDelivered.add();
    const shared: SharedSubscription = new SharedSubscription(results, () => this.#forget(viewer, key, shared), onDelivered);
    const ofViewer = this.#joinable.get(viewer) ?? new Map<string, SharedSubscription>();
    this.#joinable.set(viewer, ofViewer.set(key, shared));
    const leave = shared.join(subscriber);
    this.#open.add(shared);
    shared
      .run()
      .catch((err: unknown) => this.#host.environment.log.error({ err }, 'a subscription failed unforeseen'))
      .finally(() => this.#open.delete(shared));
    return leave;
  }

  /** How many subscriptions run upstream, and how many receive what comes of them. */
  get size(): { readonly upstream: number; readonly receivers: number } {
    let receivers = 0;
    for (const shared of this.#open) receivers += shared.receivers;
    return { upstream: this.#open.size, receivers };
  }

  /** Begins nothing any more, and sends everybody away little by little. Resolves when all have been told. */
  async retire(): Promise<void> {
    this.#isRetired = true;
    for (const shared of this.#open) shared.close();
    const subscribers = [...this.#open].flatMap((shared) => shared.subscribers);
    for (const [index, subscriber] of subscribers.entries()) {
      subscriber.end(reconnect());
      if (index % SENT_AWAY_AT_ONCE === SENT_AWAY_AT_ONCE - 1) await pause(BETWEEN_MS);
    }
  }

  /** The viewer has changed something, so what it subscribes to next must not begin with results from before. */
  separate(viewer: Viewer): void {
    const { userAgent: _, address: __, ...rest } = viewer;
    // Also where nothing has come yet: what comes may have been read before.
    for (const key of [JSON.stringify(rest), sharedBy(viewer)])
      for (const shared of [...(this.#joinable.get(key)?.values() ?? [])]) shared.close();
  }

  #isPublic(prepared: PreparedOperation): boolean {
    let isPublic = this.#publicity.get(prepared);
    if (isPublic === undefined) this.#publicity.set(prepared, (isPublic = isPublicOperation(prepared, this.#host.supergraph)));
    return isPublic;
  }

  #idOf(variant: OperationVariant): number {
    let id = this.#ids.get(variant);
    if (id === undefined) this.#ids.set(variant, (id = this.#nextId++));
    return id;
  }

  #forget(viewer: string, key: string, shared: SharedSubscription): void {
    const ofViewer = this.#joinable.get(viewer);
    if (ofViewer?.get(key) !== shared) return;
    ofViewer.delete(key);
    if (ofViewer.size === 0) this.#joinable.delete(viewer);
  }
}
