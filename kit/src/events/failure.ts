import { messageWithoutQuotes } from '../observability/error-text.ts';

/** Thrown by a handler for which it is too early: what it needs is still on its way. It is tried again until a deadline. */
export class Deferred extends Error {
  override readonly name = 'Deferred';
}

/** How often and how long a failing delivery is tried before it becomes a dead letter. */
export interface RetryPolicy {
  /** How many times a handler may fail with one event. */
  readonly attempts: number;
  /** How long a handler may defer one event. */
  readonly deferForMs: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { attempts: 8, deferForMs: 10 * 60_000, firstDelayMs: 100, maxDelayMs: 15_000 };

/** Doubles with each attempt. A share of chance keeps those who failed together from coming back together. */
export function backoffMs({ firstDelayMs, maxDelayMs }: Pick<RetryPolicy, 'firstDelayMs' | 'maxDelayMs'>, attempt: number): number {
  const full = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(attempt - 1, 20));
  return Math.round(full * (0.75 + Math.random() * 0.25));
}

/** Classes of SQLSTATE that say nothing about the event: connections, rollbacks, resources, operator's interventions, locks. */
const TRANSIENT_SQL_STATES = /^(08|40|53|57|58|55P03|25P0[34])/;
const TRANSIENT_SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
const LOST_CONNECTION =
  /connection terminated|client has encountered a connection error|timeout exceeded when trying to connect|connection error/i;

/** True for failures of the database rather than of the handler. They are no attempts: the same delivery will do later. */
export function isTransient(error: unknown): boolean {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; depth += 1) {
    const { code, previous } = cause as { code?: unknown; previous?: unknown };
    if (typeof code === 'string' && (TRANSIENT_SQL_STATES.test(code) || TRANSIENT_SYSTEM_CODES.has(code))) return true;
    if (LOST_CONNECTION.test(cause.message)) return true;
    cause = cause.cause ?? previous;
  }
  return false;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${messageWithoutQuotes(error)}` : String(error);
}
