import type { IncomingMessage } from 'node:http';
import type { ReadyOperation } from '../execute/execute-operation.ts';

/** One call to a subgraph as it went, for whoever wants to know. */
export interface CallReport {
  readonly service: string;
  /** On the process's own clock. */
  readonly beganAtMs: number;
  readonly tookMs: number;
  /** `data`, `errors`, or why no answer came. */
  readonly outcome: string;
  readonly status?: number;
  readonly bytes?: number;
}

/** Asked for by our own header, or by the one that Apollo's tools send. */
export const wantsPlan = ({ headers }: IncomingMessage): boolean =>
  headers['stoa-query-plan'] !== undefined || headers['apollo-query-plan-experimental'] !== undefined;

/** What will be asked of subgraphs, each call after those that it waits for, told by their numbers. */
export function planReport({ variant: { plan } }: ReadyOperation): object {
  const after = (position: number): number[] => plan.calls.flatMap(({ awaitedBy }, other) => (awaitedBy.includes(position) ? [other] : []));
  const calls = plan.calls.map(({ parts }, position) => ({
    call: position,
    service: parts[0]!.step.service,
    after: after(position),
    fetches: parts.map(({ step, places }) => ({ operation: step.query, at: places.map(({ key }) => key) })),
  }));
  return { calls };
}

/** How each call went, told from the first one's beginning on. */
export function timingReport(calls: readonly CallReport[]): object[] {
  const beganAtMs = Math.min(...calls.map((call) => call.beganAtMs));
  return calls.map(({ beganAtMs: at, ...call }) => ({ ...call, beganAfterMs: Math.round((at - beganAtMs) * 1_000) / 1_000 }));
}
