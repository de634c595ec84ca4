import { type Changed, readChanged } from './changes.ts';
import { EVERYTHING } from './touch.ts';

/**
 * What a session has changed of late, as the client carries it from one gateway to the next: a gateway that has not heard of a change
 * passes over what it keeps of that. It is not signed: a false one makes its sender's own reads slower, and nothing else.
 */
export interface Marked extends Changed {
  /** Unix milliseconds. */
  readonly at: number;
}

/** After so long a gateway that has heard nothing of a change has lost it, and had to drop everything. */
const LIFETIME_MS = 5 * 60_000;

/** A header has to pass through whatever is between. */
const MAX_LENGTH = 6_000;

/** The changes that a client brings; none, where what it sends is no marker. */
export function readMarker(text: string | undefined, nowMs: number = Date.now()): readonly Marked[] {
  if (text === undefined || text.length > MAX_LENGTH) return [];
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed.flatMap((each) => readMarked(each, nowMs)) : [];
  } catch {
    return [];
  }
}

function readMarked(value: unknown, nowMs: number): Marked[] {
  const changed = readChanged(value);
  const at = (value as { at?: unknown } | null)?.at;
  return changed && typeof at === 'number' && nowMs - at < LIFETIME_MS ? [{ ...changed, at }] : [];
}

/** Undefined when there are none. More than a header has room for is everything. */
export function writeMarker(marked: readonly Marked[]): string | undefined {
  const last = marked.at(-1);
  if (!last) return undefined;
  const text = encode(marked);
  return text.length <= MAX_LENGTH ? text : encode([{ at: last.at, events: [], touches: [{ name: EVERYTHING, id: '' }] }]);
}

const encode = (marked: readonly Marked[]): string => Buffer.from(JSON.stringify(marked)).toString('base64url');
