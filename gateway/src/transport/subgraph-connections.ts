import type { Keyring } from '@stoa/kit/auth';
import type { LoadedSupergraph } from '../plan/supergraph.ts';
import { HttpTransport } from './http-transport.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

/** Where the replicas of each subgraph are: URLs of their GraphQL endpoints, where they are not the supergraph's own. */
export type SubgraphUrls = Readonly<Record<string, readonly string[]>> | ((name: string) => readonly string[] | undefined);

export interface ConnectionOptions {
  readonly subgraphs?: SubgraphUrls;
  /** Other ways to reach subgraphs. They go before `subgraphs`, and whoever made them closes them. */
  readonly transports?: Readonly<Record<string, SubgraphTransport>>;
  readonly keyring?: Keyring;
}

/** How the subgraphs of one supergraph are reached. */
export type Connections = ReadonlyMap<string, SubgraphTransport>;

/** The connections to subgraphs. They outlive the supergraph where the next one has the same addresses, with all that was learnt of them. */
export class SubgraphConnections {
  readonly #options: ConnectionOptions;
  readonly #own = new Map<SubgraphTransport, string>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Connections for a supergraph, those of `before` among them as far as they fit. Throws where an address is none. */
  open({ subgraphs }: LoadedSupergraph, before: Connections = new Map()): Connections {
    const { transports = {}, keyring } = this.#options;
    const wanted = subgraphs.filter(({ name }) => !(name in transports)).map(({ name, url }) => ({ name, urls: this.#urlsOf(name, url) }));
    const connections = new Map<string, SubgraphTransport>();
    for (const { name, urls } of wanted) {
      const known = before.get(name);
      const transport = known && this.#own.get(known) === urls.join(' ') ? known : new HttpTransport({ name, urls, keyring });
      this.#own.set(transport, urls.join(' '));
      connections.set(name, transport);
    }
    return new Map([...connections, ...Object.entries(transports)]);
  }

  /** Closes those that are not among `kept`. */
  async closeUnused(opened: Connections, kept: Connections): Promise<void> {
    const unused = [...opened].flatMap(([name, transport]) => (kept.get(name) === transport ? [] : [transport]));
    await Promise.all(unused.map((transport) => this.#close(transport)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#own.keys()].map((transport) => this.#close(transport)));
  }

  async #close(transport: SubgraphTransport): Promise<void> {
    if (this.#own.delete(transport)) await transport.close?.();
  }

  #urlsOf(name: string, url: string): readonly string[] {
    const { subgraphs } = this.#options;
    const urls = (typeof subgraphs === 'function' ? subgraphs(name) : subgraphs?.[name]) ?? [url];
    if (urls.length === 0 || urls.some((each) => !URL.canParse(each)))
      throw new Error(`subgraph ${name} has no valid URL: ${urls.join(', ')}`);
    return urls;
  }
}
