import type { DeliveryOutcome } from '../channel/channel.ts';
import { MESSAGES, type Persistence, secondsUntilNext } from './backoff.ts';
import type { DeliveryState } from './delivery-state.ts';

/** What is written down of a try. */
export interface TryResult {
  readonly status: DeliveryState;
  readonly error: string | null;
  readonly providerId: string | null;
  /** Seconds until the next try, where there is one. */
  readonly againAfter: number | null;
}

const CODE = /[^\w.-]+/g;

/** What becomes of a delivery by its latest try, the `attempts`th. */
export function resultOf(outcome: DeliveryOutcome, attempts: number, persistence: Persistence = MESSAGES): TryResult {
  if (outcome.kind === 'delivered')
    return { status: 'DELIVERED', error: null, providerId: outcome.providerId?.slice(0, 200) ?? null, againAfter: null };
  const error = outcome.code.replace(CODE, '_').slice(0, 60);
  if (outcome.kind === 'permanent' || attempts >= persistence.maxTries)
    return { status: 'FAILED', error, providerId: null, againAfter: null };
  return { status: 'QUEUED', error, providerId: null, againAfter: secondsUntilNext(attempts, outcome.afterSeconds, persistence) };
}
