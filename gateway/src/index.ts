export { startGateway, type Gateway, type GatewayOptions } from './start-gateway.ts';
export type { EdgeRoute } from './routes/edge-route.ts';
export type { Metrics, Ready } from './http/health.ts';
export type { Log } from './log.ts';
export {
  SubgraphUnavailable,
  type CallContext, type ForwardedRequest, type ForwardedResponse, type SubgraphRequest, type SubgraphResult, type SubgraphTransport,
} from './transport/subgraph-transport.ts';
