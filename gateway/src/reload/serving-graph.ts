import type { CurrentGraph, Graph } from '../graph.ts';
import type { Log } from '../log.ts';
import { type LoadedSupergraph, loadSupergraph } from '../plan/supergraph.ts';
import type { Connections, SubgraphConnections } from '../transport/subgraph-connections.ts';
import { type WarmUpLimits, warmUp } from './warm-up.ts';

export interface ServingOptions {
  readonly connections: SubgraphConnections;
  /** Makes the graph of a supergraph. */
  readonly makeGraph: (supergraph: LoadedSupergraph, connections: Connections) => Graph;
  readonly log: Log;
  /** After this nobody waits for a request that began before a switch. */
  readonly timeoutMs: number;
  readonly warmUp?: Partial<WarmUpLimits>;
  /** Told of each supergraph that came. */
  readonly onReload?: (outcome: ReloadOutcome) => void;
}

/** A new one is served, the one of before is kept since the new one is of no use, or nothing differed. */
export type ReloadOutcome = 'switched' | 'refused' | 'unchanged';

interface Served {
  readonly text: string;
  readonly graph: Graph;
  readonly connections: Connections;
}

/** The graph that is served. Another supergraph gets a graph beside it, which takes its place once it is ready. */
export class ServingGraph implements CurrentGraph {
  readonly #options: ServingOptions;
  #served: Served;
  #replacing: Promise<unknown> = Promise.resolve();
  readonly #closing = new Set<NodeJS.Timeout>();

  /** Throws when the supergraph cannot be used. */
  constructor(supergraphSdl: string, options: ServingOptions) {
    this.#options = options;
    this.#served = this.#make(supergraphSdl, undefined);
  }

  get current(): Graph {
    return this.#served.graph;
  }

  /** Serves another supergraph from the moment at which it is ready, or keeps the one of before. Never rejects. */
  replace(supergraphSdl: string): Promise<ReloadOutcome> {
    const replaced = this.#replacing.then(() => this.#replace(supergraphSdl));
    this.#replacing = replaced;
    return replaced;
  }

  async close(): Promise<void> {
    await this.#replacing;
    for (const timer of this.#closing) clearTimeout(timer);
    await this.#options.connections.close();
  }

  async #replace(text: string): Promise<ReloadOutcome> {
    const { log, onReload } = this.#options;
    const outcome = text === this.#served.text ? 'unchanged' : await this.#switch(text);
    if (outcome !== 'unchanged') onReload?.(outcome);
    else log.info({}, 'the supergraph is the same as before');
    return outcome;
  }

  async #switch(text: string): Promise<ReloadOutcome> {
    const { connections, log, warmUp: limits } = this.#options;
    const before = this.#served;
    const beganAtMs = Date.now();
    let next: Served | undefined;
    try {
      next = this.#make(text, before.connections);
      const { planned, invalid } = await warmUp(next.graph, before.graph, { maxPlans: 500, maxMs: 10_000, ...limits });
      this.#served = next;
      if (invalid.length > 0) log.warn({ operations: invalid }, 'operations that clients have sent do not fit the new supergraph');
      log.info({ planned, tookMs: Date.now() - beganAtMs }, 'another supergraph is served');
      this.#retire(before, next);
      return 'switched';
    } catch (err) {
      log.error({ err }, 'the new supergraph cannot be served, the one of before stays');
      if (next) await connections.closeUnused(next.connections, before.connections);
      return 'refused';
    }
  }

  #make(text: string, before: Connections | undefined): Served {
    const supergraph = loadSupergraph(text);
    const connections = this.#options.connections.open(supergraph, before);
    return { text, connections, graph: this.#options.makeGraph(supergraph, connections) };
  }

  #retire({ graph, connections: opened }: Served, { connections: kept }: Served): void {
    const { connections, log, timeoutMs } = this.#options;
    graph.retire().catch((err: unknown) => log.error({ err }, 'subscriptions could not be sent to the new graph'));
    const timer = setTimeout(() => {
      this.#closing.delete(timer);
      connections.closeUnused(opened, kept).catch((err: unknown) => log.warn({ err }, 'a connection did not close'));
    }, timeoutMs).unref();
    this.#closing.add(timer);
  }
}
