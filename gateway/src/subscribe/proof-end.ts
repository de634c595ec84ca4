import type { GraphQLError } from 'graphql';
import type { Authenticated } from '../authenticate.ts';
import { invalidApiKey, invalidToken } from '../gateway-error.ts';

/** setTimeout fires at once beyond this. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** How often it is looked whether a key was revoked, or a session ended. */
const LOOK_MS = 5_000;

/**
 * Tells once, with the error to say so, when what proved who follows is over: a token expires, its session ends, a key
 * expires or is revoked. Answers how to stop looking. The timers keep no process alive.
 */
export function whenProofEnds({ expiresAtMs, partner, session }: Authenticated, end: (error: GraphQLError) => void): () => void {
  const forMs = (expiresAtMs ?? Number.POSITIVE_INFINITY) - Date.now();
  const expiry =
    expiresAtMs === undefined ? undefined : setTimeout(() => end(invalidToken()), Math.min(Math.max(0, forMs), MAX_TIMER_MS)).unref();
  const look = (): void => {
    void partner?.stillHolds().then((holds) => holds || end(invalidApiKey()));
    void session?.stillHolds().then((holds) => holds || end(invalidToken()));
  };
  const looking = (partner || session) && setInterval(look, LOOK_MS).unref();
  return () => {
    clearTimeout(expiry);
    clearInterval(looking);
  };
}
