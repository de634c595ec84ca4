import type { Viewer } from '@stoa/kit/auth';
import type { ReadyOperation } from '../execute/execute-operation.ts';
import type { Asker } from '../execute/request-scope.ts';
import type { OperationVariant } from '../plan/operation-variants.ts';
import { SharedSubscription } from './shared-subscription.ts';
import { type EventHost, subscribeOperation } from './subscribe-operation.ts';
import type { Subscriber } from './subscriber.ts';

/**
 * Runs every subscription, whatever brings it. Equal ones (the same operation and variables, the same viewer: all that a subgraph is
 * told) run upstream once, as long as nobody misses a result by that: a subscription may begin with the present state, or with what came
 * `after` a version, so somebody who comes later joins only while all results so far are at hand.
 */
export class SubscriptionEngine {
  readonly #host: EventHost;
  readonly #ids = new WeakMap<OperationVariant, number>();
  #nextId = 0;
  /** Those that can be joined, by viewer and then by operation and variables. */
  readonly #joinable = new Map<string, Map<string, SharedSubscription>>();

  constructor(host: EventHost) {
    this.#host = host;
  }

  /** Sends the operation's results to the subscriber. Answers how to end that, which has to be called also when the results ended. */
  subscribe(ready: ReadyOperation, asker: Asker, subscriber: Subscriber): () => void {
    const viewer = JSON.stringify(asker.viewer);
    const key = `${this.#idOf(ready.variant)}\n${JSON.stringify(ready.variables)}`;
    const known = this.#joinable.get(viewer)?.get(key);
    if (known) return known.join(subscriber);
    const results = subscribeOperation(this.#host, ready, asker);
    const shared: SharedSubscription = new SharedSubscription(results, () => this.#forget(viewer, key, shared));
    const ofViewer = this.#joinable.get(viewer) ?? new Map<string, SharedSubscription>();
    this.#joinable.set(viewer, ofViewer.set(key, shared));
    const leave = shared.join(subscriber);
    shared.run().catch((err: unknown) => this.#host.environment.log.error({ err }, 'a subscription failed unforeseen'));
    return leave;
  }

  /** The viewer has changed something, so what it subscribes to next must not begin with results from before. */
  separate(viewer: Viewer): void {
    const { userAgent: _, ...rest } = viewer;
    // Also where nothing has come yet: what comes may have been read before.
    for (const shared of [...(this.#joinable.get(JSON.stringify(rest))?.values() ?? [])]) shared.close();
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
