import { Pool } from 'undici';

/** So long a replica that refused a connection is asked only when no other is left. */
const AVOID_MS = 2_000;

export interface Replica {
  readonly origin: string;
  /** Path of the GraphQL endpoint. */
  readonly path: string;
  readonly pool: Pool;
  avoidUntilMs: number;
}

/** The addresses of one subgraph, asked in turn. */
export class Replicas {
  readonly #replicas: readonly Replica[];
  #next = 0;

  constructor(urls: readonly string[], connectionsPerReplica: number) {
    this.#replicas = urls.map((text) => {
      const url = new URL(text);
      const pool = new Pool(url.origin, {
        connections: connectionsPerReplica,
        pipelining: 1,
        connect: { timeout: 3_000 },
        // Below the five seconds after which Node's server closes an idle connection, lest a request meets the closing.
        keepAliveTimeout: 4_000,
      });
      return { origin: url.origin, path: url.pathname + url.search, pool, avoidUntilMs: 0 };
    });
  }

  /** All replicas in the order in which to try them. */
  inOrder(nowMs: number = Date.now()): readonly Replica[] {
    if (this.#replicas.length === 1) return this.#replicas;
    const start = this.#next++ % this.#replicas.length;
    const rotated = [...this.#replicas.slice(start), ...this.#replicas.slice(0, start)];
    const sound = rotated.filter((replica) => replica.avoidUntilMs <= nowMs);
    return sound.length === rotated.length ? rotated : [...sound, ...rotated.filter((replica) => !sound.includes(replica))];
  }

  avoid(replica: Replica, nowMs: number = Date.now()): void {
    replica.avoidUntilMs = nowMs + AVOID_MS;
  }

  async close(): Promise<void> {
    await Promise.all(this.#replicas.map(({ pool }) => pool.destroy()));
  }
}
