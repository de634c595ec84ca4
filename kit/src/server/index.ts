export * from './serve-metrics.ts';
export * from './serve-subgraph.ts';
export { readTls, type TlsFiles } from './tls-server.ts';
