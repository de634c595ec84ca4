import { randomFillSync } from 'node:crypto';

const WELL_FORMED = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

const TRACE_BYTES = 24;

/** Random bytes for many traces, since drawing them costs about the same for one and for many. */
const random = Buffer.alloc(TRACE_BYTES * 200);
let used = random.length;

/** Whether this is a trace context of W3C's form. */
export const isTraceParent = (given: unknown): given is string => typeof given === 'string' && WELL_FORMED.test(given);

/** The caller's W3C trace context if it is well formed, else the beginning of a new trace. */
export function traceParent(given: string | string[] | undefined): string {
  if (isTraceParent(given)) return given;
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const text = random.toString('hex', used, (used += TRACE_BYTES));
  return `00-${text.slice(0, 32)}-${text.slice(32)}-01`;
}
