import type { Keyring } from '@stoa/kit/auth';
import type { CircuitBreakerOptions } from './circuit-breaker.ts';

/** Under this name the gateway signs its calls. */
export const GATEWAY_NAME = 'gateway';

export interface HttpTransportOptions {
  readonly name: string;
  /** One URL of the GraphQL endpoint per replica. */
  readonly urls: readonly string[];
  /** Without one, calls are not signed. */
  readonly keyring?: Keyring;
  readonly connectionsPerReplica?: number;
  readonly maxResponseBytes?: number;
  readonly circuit?: CircuitBreakerOptions;
}
