import { randomBytes } from 'node:crypto';

const WELL_FORMED = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's W3C trace context if it is well formed, else the beginning of a new trace. */
export function traceParent(given: string | string[] | undefined): string {
  if (typeof given === 'string' && WELL_FORMED.test(given)) return given;
  const random = randomBytes(24).toString('hex');
  return `00-${random.slice(0, 32)}-${random.slice(32)}-01`;
}
