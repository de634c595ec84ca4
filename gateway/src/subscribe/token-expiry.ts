/** setTimeout fires at once beyond this. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Calls back when a token expires; undefined where there is none. The timer keeps no process alive. */
export function atExpiry(expiresAtMs: number | undefined, expire: () => void): NodeJS.Timeout | undefined {
  if (expiresAtMs === undefined) return undefined;
  const timer = setTimeout(expire, Math.min(Math.max(0, expiresAtMs - Date.now()), MAX_TIMER_MS));
  timer.unref();
  return timer;
}
