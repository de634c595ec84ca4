import type { ReadyOperation, WrittenResult } from '../execute/execute-operation.ts';

/** What the operation was expected to cost and what it did. */
export function costReport(ready: ReadyOperation, result: WrittenResult): object {
  return { estimated: ready.cost, actual: ready.prepared.cost.actual(result.read().data, ready.variables) };
}

/** The response with what its client wanted to know beside it. */
export function withExtensions(result: WrittenResult, extensions: Readonly<Record<string, unknown>>): string {
  return `${result.body.toString().slice(0, -1)},"extensions":${JSON.stringify(extensions)}}`;
}
