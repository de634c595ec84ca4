import type { ReadyOperation, WrittenResult } from '../execute/execute-operation.ts';

/** The response with what the operation was expected to cost and what it did, for a client that wants to know. */
export function withCostReport(ready: ReadyOperation, result: WrittenResult): string {
  const actual = ready.prepared.cost.actual(result.read().data, ready.variables);
  const cost = { estimated: ready.cost, actual };
  return `${result.body.toString().slice(0, -1)},"extensions":${JSON.stringify({ cost })}}`;
}
