import type { AddressInfo } from 'node:net';
import type { KeyMode, Keyring } from '@stoa/kit/auth';
import type { JSONWebKeySet } from 'jose';
import { type Authenticate, authenticateNobody, createAuthenticate } from './authenticate.ts';
import type { DecidePolicies } from './authorize/requirement.ts';
import { AnswerCache } from './cache/answer-cache.ts';
import type { CacheFigures } from './cache/answer-store.ts';
import { ChangeFeed } from './cache/change-feed.ts';
import type { FollowChanges } from './cache/changes.ts';
import { KEYS_PATH, keysOfRoute } from './clients/keys-of-route.ts';
import { KnownKeys } from './clients/known-keys.ts';
import type { FindKeyHolder } from './clients/partner.ts';
import { type DocumentOptions, Documents } from './documents/documents.ts';
import { followManifests } from './documents/manifest-folder.ts';
import type { ExecutionEnvironment, Transports } from './execute/request-scope.ts';
import { GatewayFigures } from './figures/gateway-figures.ts';
import { timedPlanner } from './figures/timed-planner.ts';
import { watchGateway } from './figures/watch-gateway.ts';
import { Graph } from './graph.ts';
import { checkHeaderRules, type HeaderRules } from './headers/header-rules.ts';
import { allowOrigins } from './http/cors.ts';
import { registerForOperators, serveOperators } from './http/for-operators.ts';
import { registerGraphiql } from './http/graphiql.ts';
import { GRAPHQL_PATH, graphqlEndpoint } from './http/graphql-endpoint.ts';
import { type Metrics, type Ready, registerHealth } from './http/health.ts';
import { createHttpServer } from './http/server.ts';
import { identifyBy } from './identify.ts';
import { jwksFromRoute, jwksFromUrl } from './jwks.ts';
import { defaultLimits, type OperationLimits } from './limits/check-limits.ts';
import { type Log, silentLog } from './log.ts';
import { type OutsideSettings, outsideBy } from './outside/outside-by.ts';
import type { DecideOverride } from './plan/override-labels.ts';
import { type AddressOf, clientAddress } from './rates/client-address.ts';
import { RateLimits, type RateOptions } from './rates/rate-limits.ts';
import { followSupergraph } from './reload/follow-supergraph.ts';
import { ServingGraph } from './reload/serving-graph.ts';
import type { SupergraphSource } from './reload/supergraph-source.ts';
import type { EdgeRoute } from './routes/edge-route.ts';
import { registerRoutes } from './routes/forward-routes.ts';
import { EndedSessions, type FindEndedSessions } from './sessions/ended-sessions.ts';
import { refuseEnded } from './sessions/refuse-ended.ts';
import { ENDED_SESSIONS_PATH, sessionsOfRoute } from './sessions/sessions-of-route.ts';
import { defaultLiveLimits, LiveClients, type LiveLimits } from './subscribe/live-clients.ts';
import { serveWebSockets } from './subscribe/web-socket-endpoint.ts';
import { SubgraphConnections, type SubgraphUrls } from './transport/subgraph-connections.ts';
import type { SubgraphTransport } from './transport/subgraph-transport.ts';

export interface GatewayOptions {
  /** The supergraph to begin with. */
  readonly supergraphSdl: string;
  /** Where other supergraphs come from, which take its place. */
  readonly supergraph?: SupergraphSource;
  readonly supergraphPollMs?: number;
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  /** URLs of the GraphQL endpoints of each subgraph's replicas; the supergraph's own for those not named. */
  readonly subgraphs?: SubgraphUrls;
  /** Other ways to reach subgraphs, in process above all. They go before `subgraphs`, and whoever made them closes them. */
  readonly transports?: Readonly<Record<string, SubgraphTransport>>;
  /** Signs the calls to subgraphs; without one they are not signed. */
  readonly keyring?: Keyring;
  readonly routes?: readonly EdgeRoute[];
  /** The public keys of access tokens: a URL, or a function. By default the route `/.well-known/jwks.json`, where there is one. */
  readonly jwks?: string | (() => Promise<JSONWebKeySet>);
  readonly issuer?: string;
  readonly audience?: string;
  /** Others whose access tokens are good here too. */
  readonly outside?: OutsideSettings;
  /** Tells whose an API key is. By default the internal route `/client-keys` does, where there is one; without either no key is good. */
  readonly findKeyHolder?: FindKeyHolder;
  /** The keys that are asked about at that route, `test` unless told. */
  readonly keyMode?: KeyMode;
  /** Tells which sessions have ended. By default the internal route `/ended-sessions` does, where there is one; without either, tokens hold until they expire. */
  readonly findEndedSessions?: FindEndedSessions;
  /** Decides what `@policy` asks. Without it nobody fulfils any policy. */
  readonly decidePolicies?: DecidePolicies;
  /** Decides for each request which labels of `@override` hold. Without it, or where it does not say, `percent(…)` is left to chance. */
  readonly decideOverride?: DecideOverride;
  /** What becomes of an operation of which something may not be seen: those fields are null beside errors, or nothing of it runs. */
  readonly unauthorized?: 'filter' | 'reject';
  readonly ready?: Ready;
  /** Figures of the process, which are written before the gateway's own. */
  readonly metrics?: Metrics;
  /** Where `/metrics` and `/usage` are: on a port of their own, or on the gateway's by its number. By default there; in production nowhere. */
  readonly metricsPort?: number;
  readonly log?: Log;
  /** Hides what went wrong inside, introspection and GraphiQL. */
  readonly production?: boolean;
  readonly introspection?: boolean;
  readonly graphiql?: boolean;
  readonly corsOrigins?: readonly string[];
  readonly limits?: Partial<OperationLimits>;
  /** How much everybody may use; without it, as much as they like. */
  readonly rates?: RateOptions;
  /** How many proxies stand before the gateway, each of which adds to `x-forwarded-for`; none unless told. */
  readonly trustedProxies?: number;
  /** What clients may send: anything, what they register, or their persisted operations. */
  readonly documents?: DocumentOptions;
  /** A folder with a manifest of persisted operations per client, `<client>.json`, which is read again when it changes. */
  readonly operations?: string;
  readonly operationsPollMs?: number;
  readonly maxBodyBytes?: number;
  readonly timeoutMs?: number;
  /** Runs equal queries of one viewer that are under way at the same time once, unless false. */
  readonly coalescing?: boolean;
  /** Keeps answers as the supergraph's hints allow, unless false. */
  readonly cache?: false | CacheOptions;
  /** Which headers of clients reach which subgraphs, and which of theirs come back: none, unless rules say so. */
  readonly headerRules?: HeaderRules;
  /** Whether clients may see how their operations are planned; by default not in production. */
  readonly queryPlans?: boolean;
  /** Bounds on subscriptions and on the connections that carry them. */
  readonly live?: Partial<LiveLimits>;
}

export interface CacheOptions {
  /** How much is kept; 64 MiB unless told. */
  readonly maxBytes?: number;
  /** What tells of changes. Without it answers are kept for as long as the hints say. */
  readonly followChanges?: FollowChanges;
}

export interface Gateway {
  readonly url: string;
  readonly port: number;
  /** Names of the subgraphs of the supergraph that is served at present. */
  subgraphs(): readonly string[];
  /** What the cache did and holds; undefined where there is none. */
  cacheFigures(): Readonly<CacheFigures> | undefined;
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
    metrics,
    metricsPort = production ? undefined : port,
  } = options;
  const documents = new Documents(options.documents);
  const figures = new GatewayFigures((client) => client.startsWith('partners/') || documents.hasClient(client));
  const changes = new ChangeFeed(options.cache === false ? undefined : options.cache?.followChanges, (err) =>
    log.error({ err }, 'changes cannot be followed, so no answer is kept'),
  );
  const graphs = serveGraph(options, documents, { log, production, timeoutMs, changes, figures });
  // Whatever is served at present.
  const transports: Transports = { get: (name) => graphs.current.environment.transports.get(name) };
  const environment: ExecutionEnvironment = { transports, log, masked: production };
  const manifests = follow(options, documents, log);
  const ended = endedSessionsBy(options, environment, timeoutMs);
  if (ended) changes.add(ended);
  const authenticate = outsideBy(options, environment, changes, authenticateBy(options, environment, timeoutMs, ended));
  const keys = keysBy(options, environment, timeoutMs);
  if (keys) changes.add(keys);
  const identify = identifyBy(authenticate, keys);
  const addressOf: AddressOf = (request) => clientAddress(request, options.trustedProxies ?? 0);
  const rates = (options.rates ?? keys) && new RateLimits(options.rates ?? {}, addressOf);
  const clients = new LiveClients({ ...defaultLiveLimits, ...options.live }, () => figures.liveDropped.add());
  watchGateway(figures, graphs, clients);
  const graphiql = options.graphiql ?? !production;

  const allowOrigin = allowOrigins(options.corsOrigins ?? []);
  const live = { graphs, identify, clients, figures, rates, addressOf, ...passing(options, graphs) };
  const serve = graphqlEndpoint({ ...live, graphiql, maxBodyBytes, allowOrigin, log });
  const server = createHttpServer({ maxBodyBytes, log, endpoint: { path: GRAPHQL_PATH, serve }, allowOrigin });
  registerHealth(server, options.ready);
  if (metricsPort === port) registerForOperators(server, { figures, metrics });
  if (graphiql) registerGraphiql(server);
  registerRoutes(server, { routes, environment, authenticate, timeoutMs });
  const webSockets = serveWebSockets({ ...live, server: server.server, path: GRAPHQL_PATH, maxMessageBytes: maxBodyBytes });
  await server.listen({ host, port });
  const operators = metricsPort === port ? undefined : await serveOperators({ figures, metrics }, host, metricsPort);
  const supergraphs = followSource(options, graphs, log);
  const actualPort = (server.server.address() as AddressInfo).port;
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    manifests?.close();
    supergraphs?.close();
    clients.drain();
    await webSockets.close();
    await server.close();
    await operators?.close();
    await changes.close();
    await graphs.close();
  };
  return {
    url: `http://${host}:${actualPort}${GRAPHQL_PATH}`,
    port: actualPort,
    subgraphs: () => graphs.current.supergraph.subgraphs.map(({ name }) => name),
    cacheFigures: () => graphs.current.cache?.figures,
    close: () => (closed ??= close()),
  };
}

/** What passes the gateway besides operations and answers. Throws where a header rule is wrong. */
function passing({ headerRules, queryPlans, production }: GatewayOptions, { current }: ServingGraph) {
  const names = current.supergraph.subgraphs.map(({ name }) => name);
  return { headerRules: headerRules && checkHeaderRules(headerRules, names), queryPlans: queryPlans ?? production !== true };
}

function follow({ operations, operationsPollMs }: GatewayOptions, documents: Documents, log: Log): { close(): void } | undefined {
  if (operations === undefined) return undefined;
  return followManifests({ folder: operations, log, pollMs: operationsPollMs, take: (manifests) => documents.replace(manifests) });
}

interface Surroundings {
  readonly log: Log;
  readonly production: boolean;
  readonly timeoutMs: number;
  readonly changes: ChangeFeed;
  readonly figures: GatewayFigures;
}

const CACHE_BYTES = 64 * 1024 * 1024;

function serveGraph(
  options: GatewayOptions,
  documents: Documents,
  { log, production, timeoutMs, changes, figures }: Surroundings,
): ServingGraph {
  const { cache = {} } = options;
  const limits = { ...defaultLimits, ...options.limits };
  return new ServingGraph(options.supergraphSdl, {
    connections: new SubgraphConnections(options),
    log,
    timeoutMs,
    onReload: (outcome) => figures.reloaded(outcome),
    makeGraph: (supergraph, transports) =>
      new Graph(
        { ...supergraph, planner: timedPlanner(supergraph.planner, figures) },
        { transports, log, masked: production, figures },
        { limits, introspection: options.introspection ?? !production, capacity: 1_000, decideOverride: options.decideOverride },
        timeoutMs,
        options.coalescing ?? true,
        { decidePolicies: options.decidePolicies, rejectsWhole: options.unauthorized === 'reject' },
        documents,
        cache && supergraph.hints ? new AnswerCache(supergraph.hints, changes, cache.maxBytes ?? CACHE_BYTES) : undefined,
      ),
  });
}

function followSource(
  { supergraph, supergraphPollMs = 1_000 }: GatewayOptions,
  graphs: ServingGraph,
  log: Log,
): { close(): void } | undefined {
  if (!supergraph) return undefined;
  const take = async (text: string): Promise<void> => void (await graphs.replace(text));
  return followSupergraph({ source: supergraph, log, pollMs: supergraphPollMs, take });
}

function authenticateBy(
  { jwks, issuer, audience, routes }: GatewayOptions,
  environment: ExecutionEnvironment,
  timeoutMs: number,
  ended: EndedSessions | undefined,
): Authenticate {
  const fetchJwks = keySource({ jwks, routes }, environment, timeoutMs);
  if (!fetchJwks) return authenticateNobody;
  const authenticate = createAuthenticate({ fetchJwks, issuer, audience });
  return ended ? refuseEnded(authenticate, ended) : authenticate;
}

/** Whoever waits longer than this to be let in would sooner be told to come again, or let in by what is known. */
const ASK_TIMEOUT_MS = 2_000;

function endedSessionsBy(
  { findEndedSessions, routes, log = silentLog }: GatewayOptions,
  environment: ExecutionEnvironment,
  timeoutMs: number,
) {
  const route = routes?.find(({ path, internal }) => internal && path === ENDED_SESSIONS_PATH);
  const find = findEndedSessions ?? (route && sessionsOfRoute(route, environment, Math.min(timeoutMs, ASK_TIMEOUT_MS)));
  return find && new EndedSessions(find, log);
}

function keysBy({ findKeyHolder, keyMode = 'test', routes }: GatewayOptions, environment: ExecutionEnvironment, timeoutMs: number) {
  const route = routes?.find(({ path, internal }) => internal && path === KEYS_PATH);
  const find = findKeyHolder ?? (route && keysOfRoute(route, keyMode, environment, Math.min(timeoutMs, ASK_TIMEOUT_MS)));
  return find && new KnownKeys(find);
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
