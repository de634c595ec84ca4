import { setTimeout as sleep } from 'node:timers/promises';
import { anonymous } from '@stoa/kit/auth';
import { AnswerCache } from '../../cache/answer-cache.ts';
import { ChangeFeed } from '../../cache/change-feed.ts';
import type { ChangeListener } from '../../cache/changes.ts';
import type { WrittenResult } from '../../execute/execute-operation.ts';
import { Graph, isErrors } from '../../graph.ts';
import { defaultLimits } from '../../limits/check-limits.ts';
import { silentLog } from '../../log.ts';
import type { LoadedSupergraph } from '../../plan/supergraph.ts';
import type { SubgraphTransport } from '../../transport/subgraph-transport.ts';
import type { Random } from '../differential/random.ts';
import type { Commit, Thing } from './versioned-shop.ts';

const PREPARE = { limits: defaultLimits, introspection: false, capacity: 100 };

/** Parts of the clearing that a test can switch off, to see that it would be seen. */
export interface Deaf {
  /** To what the bus tells. */
  readonly toEvents?: boolean;
  /** To what a mutation's answer tells. */
  readonly toAnswers?: boolean;
  /** To what clients bring along. */
  readonly toMarkers?: boolean;
  /** To gaps. */
  readonly toGaps?: boolean;
}

/** A gateway with a cache, and what it has heard: of each thing the version below which it may answer no more. */
export class WatchedGateway {
  readonly heard = new Map<Thing, number>();
  isLost = false;
  readonly #graph: Graph;
  readonly #random: Random;
  #listener: ChangeListener | undefined;
  #delivery: Promise<void> = Promise.resolve();

  constructor(
    supergraph: LoadedSupergraph,
    transports: ReadonlyMap<string, SubgraphTransport>,
    random: Random,
    readonly deaf: Deaf,
  ) {
    const feed = new ChangeFeed(async (listener) => {
      this.#listener = listener;
      return { stop: async () => undefined };
    });
    const cache = new AnswerCache(supergraph.hints!, feed, 4 * 1024 * 1024);
    const environment = { transports: deaf.toAnswers ? muted(transports) : transports, log: silentLog, masked: false };
    this.#graph = new Graph(supergraph, environment, PREPARE, 10_000, true, {}, undefined, cache);
    this.#random = random;
  }

  async ask(query: string, variables: object, marker: string | undefined): Promise<WrittenResult> {
    const ready = await this.#graph.ready({ query, variables: { ...variables }, operationName: undefined });
    if (isErrors(ready)) throw ready[0];
    return this.#graph.answer(ready, { viewer: anonymous, traceparent: '', marker: this.deaf.toMarkers ? undefined : marker });
  }

  get hits(): number {
    return this.#graph.cache!.figures.responseHits + this.#graph.cache!.figures.fetchHits;
  }

  /** Events come in order, each after a while; while the connection is lost they do not come at all. */
  deliver(commit: Commit): void {
    const delay = sleep(this.#random.below(12));
    this.#delivery = this.#delivery
      .then(() => delay)
      .then(() => {
        if (this.isLost) return;
        if (!this.deaf.toEvents) this.#listener!.changed(commit.changed);
        this.hears(commit.thing, commit.version);
      });
  }

  /** Loses the connection for a while. */
  async lose(ms: number, versionOf: (thing: Thing) => number): Promise<void> {
    if (this.isLost) return;
    this.isLost = true;
    if (!this.deaf.toGaps) this.#listener!.lost();
    await sleep(ms);
    this.isLost = false;
    if (!this.deaf.toGaps) this.#listener!.missed();
    for (const thing of this.heard.keys()) this.hears(thing, versionOf(thing));
  }

  hears(thing: Thing, version: number): void {
    this.heard.set(thing, Math.max(version, this.heard.get(thing) ?? 0));
  }

  settled(): Promise<void> {
    return this.#delivery;
  }
}

function muted(transports: ReadonlyMap<string, SubgraphTransport>): Map<string, SubgraphTransport> {
  return new Map(
    [...transports].map(([name, transport]) => [
      name,
      { ...transport, execute: async (request, context) => ({ ...(await transport.execute(request, context)), extensions: {} }) },
    ]),
  );
}
