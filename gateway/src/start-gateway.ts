import type { AddressInfo } from 'node:net';
import type { Keyring } from '@stoa/kit/auth';
import type { JSONWebKeySet } from 'jose';
import { type Authenticate, authenticateNobody, createAuthenticate } from './authenticate.ts';
import type { DecidePolicies } from './authorize/requirement.ts';
import { type DocumentOptions, Documents } from './documents/documents.ts';
import { followManifests } from './documents/manifest-folder.ts';
import type { ExecutionEnvironment } from './execute/request-scope.ts';
import { Graph } from './graph.ts';
import { allowOrigins } from './http/cors.ts';
import { registerGraphiql } from './http/graphiql.ts';
import { GRAPHQL_PATH, graphqlEndpoint } from './http/graphql-endpoint.ts';
import { type Metrics, type Ready, registerHealth } from './http/health.ts';
import { createHttpServer } from './http/server.ts';
import { jwksFromRoute, jwksFromUrl } from './jwks.ts';
import { defaultLimits, type OperationLimits } from './limits/check-limits.ts';
import { type Log, silentLog } from './log.ts';
import { type LoadedSupergraph, loadSupergraph } from './plan/supergraph.ts';
import { RateLimits, type RateOptions } from './rates/rate-limits.ts';
import type { EdgeRoute } from './routes/edge-route.ts';
import { registerRoutes } from './routes/forward-routes.ts';
import { defaultLiveLimits, LiveClients, type LiveLimits } from './subscribe/live-clients.ts';
import { serveWebSockets } from './subscribe/web-socket-endpoint.ts';
import { HttpTransport } from './transport/http-transport.ts';
import type { SubgraphTransport } from './transport/subgraph-transport.ts';

export interface GatewayOptions {
  readonly supergraphSdl: string;
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  /** URLs of the GraphQL endpoints of each subgraph's replicas; the supergraph's own for those not named. */
  readonly subgraphs?: Readonly<Record<string, readonly string[]>>;
  /** Other ways to reach subgraphs, in process above all. They go before `subgraphs`, and whoever made them closes them. */
  readonly transports?: Readonly<Record<string, SubgraphTransport>>;
  /** Signs the calls to subgraphs; without one they are not signed. */
  readonly keyring?: Keyring;
  readonly routes?: readonly EdgeRoute[];
  /** The public keys of access tokens: a URL, or a function. By default the route `/.well-known/jwks.json`, where there is one. */
  readonly jwks?: string | (() => Promise<JSONWebKeySet>);
  readonly issuer?: string;
  readonly audience?: string;
  /** Decides what `@policy` asks. Without it nobody fulfils any policy. */
  readonly decidePolicies?: DecidePolicies;
  /** What becomes of an operation of which something may not be seen: those fields are null beside errors, or nothing of it runs. */
  readonly unauthorized?: 'filter' | 'reject';
  readonly ready?: Ready;
  readonly metrics?: Metrics;
  readonly log?: Log;
  /** Hides what went wrong inside, introspection and GraphiQL. */
  readonly production?: boolean;
  readonly introspection?: boolean;
  readonly graphiql?: boolean;
  readonly corsOrigins?: readonly string[];
  readonly limits?: Partial<OperationLimits>;
  /** How much everybody may use; without it, as much as they like. */
  readonly rates?: RateOptions;
  /** What clients may send: anything, what they register, or their persisted operations. */
  readonly documents?: DocumentOptions;
  /** A folder with a manifest of persisted operations per client, `<client>.json`, which is read again when it changes. */
  readonly operations?: string;
  readonly operationsPollMs?: number;
  readonly maxBodyBytes?: number;
  readonly timeoutMs?: number;
  /** Runs equal queries of one viewer that are under way at the same time once, unless false. */
  readonly coalescing?: boolean;
  /** Bounds on subscriptions and on the connections that carry them. */
  readonly live?: Partial<LiveLimits>;
}

export interface Gateway {
  readonly url: string;
  readonly port: number;
  /** Sends those who follow subscriptions elsewhere, finishes the requests under way, and stops. */
  close(): Promise<void>;
}

/** Serves a Federation 2 supergraph. It knows nothing of what the graph is about. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const {
    host = '127.0.0.1',
    port = 0,
    log = silentLog,
    production = false,
    routes = [],
    timeoutMs = 15_000,
    maxBodyBytes = 1024 * 1024,
  } = options;
  const supergraph = loadSupergraph(options.supergraphSdl);
  const own = ownTransports(supergraph, options);
  const transports = new Map<string, SubgraphTransport>([...own, ...Object.entries(options.transports ?? {})]);
  const environment: ExecutionEnvironment = { transports, log, masked: production };
  const limits = { ...defaultLimits, ...options.limits };
  const graph = new Graph(
    supergraph,
    environment,
    { limits, introspection: options.introspection ?? !production, capacity: 1_000 },
    timeoutMs,
    options.coalescing ?? true,
    { decidePolicies: options.decidePolicies, rejectsWhole: options.unauthorized === 'reject' },
    new Documents(options.documents),
  );
  const manifests = follow(options, graph.documents, log);
  const authenticate = authenticateBy(options, environment, timeoutMs);
  const rates = options.rates && new RateLimits(options.rates);
  const clients = new LiveClients({ ...defaultLiveLimits, ...options.live });
  const graphiql = options.graphiql ?? !production;

  const allowOrigin = allowOrigins(options.corsOrigins ?? []);
  const serve = graphqlEndpoint({ graph, authenticate, rates, graphiql, maxBodyBytes, allowOrigin, log, clients });
  const server = createHttpServer({ maxBodyBytes, log, endpoint: { path: GRAPHQL_PATH, serve }, allowOrigin });
  registerHealth(server, options.ready, options.metrics);
  if (graphiql) registerGraphiql(server);
  registerRoutes(server, { routes, environment, authenticate, timeoutMs });
  const webSockets = serveWebSockets({
    server: server.server,
    path: GRAPHQL_PATH,
    graph,
    authenticate,
    clients,
    rates,
    maxMessageBytes: maxBodyBytes,
  });
  await server.listen({ host, port });
  const actualPort = (server.server.address() as AddressInfo).port;
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    manifests?.close();
    clients.drain();
    await webSockets.close();
    await server.close();
    await Promise.all([...own.values()].map((transport) => transport.close()));
  };
  return { url: `http://${host}:${actualPort}${GRAPHQL_PATH}`, port: actualPort, close: () => (closed ??= close()) };
}

function follow({ operations, operationsPollMs }: GatewayOptions, documents: Documents, log: Log): { close(): void } | undefined {
  if (operations === undefined) return undefined;
  return followManifests({ folder: operations, log, pollMs: operationsPollMs, take: (manifests) => documents.replace(manifests) });
}

function ownTransports(supergraph: LoadedSupergraph, { subgraphs, transports, keyring }: GatewayOptions): Map<string, HttpTransport> {
  const own = new Map<string, HttpTransport>();
  for (const { name, url } of supergraph.subgraphs) {
    if (transports && name in transports) continue;
    const urls = subgraphs?.[name] ?? [url];
    if (urls.length === 0 || urls.some((each) => !URL.canParse(each)))
      throw new Error(`subgraph ${name} has no valid URL: ${urls.join(', ')}`);
    own.set(name, new HttpTransport({ name, urls, keyring }));
  }
  return own;
}

function authenticateBy(
  { jwks, issuer, audience, routes }: GatewayOptions,
  environment: ExecutionEnvironment,
  timeoutMs: number,
): Authenticate {
  const fetchJwks = keySource({ jwks, routes }, environment, timeoutMs);
  return fetchJwks ? createAuthenticate({ fetchJwks, issuer, audience }) : authenticateNobody;
}

function keySource(
  { jwks, routes }: Pick<GatewayOptions, 'jwks' | 'routes'>,
  environment: ExecutionEnvironment,
  timeoutMs: number,
): (() => Promise<JSONWebKeySet>) | undefined {
  if (typeof jwks === 'function') return jwks;
  if (jwks !== undefined) return jwksFromUrl(jwks);
  const route = routes?.find(({ path }) => path === '/.well-known/jwks.json');
  return route && jwksFromRoute(route, environment, timeoutMs);
}
