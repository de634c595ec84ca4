export * from './serve-subgraph.ts';
