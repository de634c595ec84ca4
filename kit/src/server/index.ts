export * from './serve-metrics.ts';
export * from './serve-subgraph.ts';
