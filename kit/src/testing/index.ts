export { type Asked, answering, type CommandAnswer } from './answering.ts';
export { conformance } from './conformance/conformance.ts';
export { asking, type ConformanceOptions, delivering, type Fixture } from './conformance/probe.ts';
export { GraphClient, GraphRefused, type Watched } from './graph-client.ts';
export { type Scenario, scenarioOn } from './scenario.ts';
export { freshDatabase, startTestSubgraph, type TestSubgraphOptions } from './start-test-subgraph.ts';
export { changedTables, stateOfTables, type TableState } from './table-state.ts';
export { type EnvelopeFacts, TestSubgraph } from './test-subgraph.ts';
export { aBuyer, anAdmin, aPasserBy, aSeller } from './viewers.ts';
