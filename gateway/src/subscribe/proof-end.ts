import type { GraphQLError } from 'graphql';
import type { Authenticated } from '../authenticate.ts';
import { invalidApiKey, invalidToken } from '../gateway-error.ts';

/** setTimeout fires at once beyond this. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** How often it is looked whether a key was revoked. */
const LOOK_AT_KEY_MS = 5_000;

/**
 * Tells once, with the error to say so, when what proved who follows is over: a token expires, a key expires or is revoked. Answers how
 * to stop looking. The timers keep no process alive.
 */
export function whenProofEnds({ expiresAtMs, partner }: Authenticated, end: (error: GraphQLError) => void): () => void {
  const forMs = (expiresAtMs ?? Number.POSITIVE_INFINITY) - Date.now();
  const expiry =
    expiresAtMs === undefined ? undefined : setTimeout(() => end(invalidToken()), Math.min(Math.max(0, forMs), MAX_TIMER_MS)).unref();
  const looking =
    partner && setInterval(() => void partner.stillHolds().then((holds) => holds || end(invalidApiKey())), LOOK_AT_KEY_MS).unref();
  return () => {
    clearTimeout(expiry);
    clearInterval(looking);
  };
}
