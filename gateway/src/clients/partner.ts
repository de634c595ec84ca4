import type { Rate } from '../rates/token-buckets.ts';

/** Who a key belongs to. */
export interface KeyHolder {
  /** By which changes name the key; without it nobody can tell that it has been revoked. */
  readonly id?: string;
  /** The name of the client whose persisted operations it may send. */
  readonly name: string;
  /** How much it may ask, where that is not what partners usually may. */
  readonly rate?: Rate;
  /** Unix milliseconds after which the key is no good. */
  readonly expiresAtMs?: number;
}

/** Tells whose key it is; null for one that is not, or no longer, good. Rejects where nobody can tell at present. */
export type FindKeyHolder = (key: string) => Promise<KeyHolder | null>;

/** A client that has proved by a key who it is. Its graph is its own operations and nothing else, whoever is logged in with it. */
export interface Partner extends KeyHolder {
  /** Whether the key is good still; what is not known now counts as yes, as far as it was known lately. */
  stillHolds(): Promise<boolean>;
}
