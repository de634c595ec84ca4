import { compose } from '../compose.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../start-gateway.ts';
import { type SubgraphDefinition, SubgraphServer } from './subgraph-server.ts';

export interface GraphqlAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
}

export interface TestGateway {
  readonly gateway: Gateway;
  readonly subgraphs: Readonly<Record<string, SubgraphServer>>;
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<GraphqlAnswer>;
  close(): Promise<void>;
}

/** Subgraphs on real ports, and a gateway before them. */
export async function startTestGateway(
  definitions: readonly SubgraphDefinition[],
  options: Partial<GatewayOptions> = {},
): Promise<TestGateway> {
  const servers = await Promise.all(definitions.map((definition) => new SubgraphServer(definition).start()));
  const { supergraphSdl } = compose(servers.map(({ definition, url }) => ({ name: definition.name, sdl: definition.sdl, url })));
  const gateway = await onSomePort((port) => startGateway({ supergraphSdl, port, ...options }));
  return {
    gateway,
    subgraphs: Object.fromEntries(servers.map((server) => [server.definition.name, server])),
    async ask(query, variables, headers = {}) {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as GraphqlAnswer;
    },
    async close() {
      await gateway.close();
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

const TRIES = 20;

/** Somebody else may have any port below the ephemeral ones; then another one is tried. */
export async function onSomePort<T>(start: (port: number) => Promise<T>, triesLeft = TRIES): Promise<T> {
  try {
    return await start(20_000 + Math.floor(Math.random() * 12_000));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || triesLeft === 1) throw error;
    return onSomePort(start, triesLeft - 1);
  }
}
