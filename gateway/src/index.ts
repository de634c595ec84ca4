export type { Caller, DecidePolicies } from './authorize/requirement.ts';
export type { CacheFigures } from './cache/answer-store.ts';
export type { ChangeListener, FollowChanges } from './cache/changes.ts';
export type { Metrics, Ready } from './http/health.ts';
export type { Log } from './log.ts';
export { type SupergraphSource, supergraphFile } from './reload/supergraph-source.ts';
export type { EdgeRoute } from './routes/edge-route.ts';
export { type Gateway, type GatewayOptions, startGateway } from './start-gateway.ts';
export {
  type CallContext,
  type ForwardedRequest,
  type ForwardedResponse,
  type SubgraphRequest,
  type SubgraphResult,
  type SubgraphTransport,
  SubgraphUnavailable,
} from './transport/subgraph-transport.ts';
