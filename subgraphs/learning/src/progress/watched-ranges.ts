/** Seconds from one to another, the first within and the second without. */
export type Range = readonly [from: number, to: number];

/** Ranges in their order, of which no two touch. */
export type Ranges = readonly Range[];

/** What is in either. */
export function union(ranges: Ranges, more: Ranges): Range[] {
  const merged: [number, number][] = [];
  for (const [from, to] of [...ranges, ...more].sort(([left], [right]) => left - right)) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else if (to > from) merged.push([from, to]);
  }
  return merged;
}

/** The first so many seconds of a range that are in none of the others yet. */
export function firstNew(ranges: Ranges, [from, to]: Range, most: number): Range[] {
  const found: Range[] = [];
  let left = most;
  let at = from;
  for (const [begins, ends] of [...ranges, [to, to] as const]) {
    const end = Math.min(begins, to, at + left);
    if (end > at) {
      found.push([at, end]);
      left -= end - at;
    }
    at = Math.max(at, ends);
    if (at >= to || left <= 0) break;
  }
  return found;
}

export const secondsIn = (ranges: Ranges): number => ranges.reduce((sum, [from, to]) => sum + to - from, 0);

/** As Postgres writes an int4multirange: `{[0,10),[20,30)}`. */
export const parseRanges = (text: string): Range[] =>
  [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to)] as const);

export const printRanges = (ranges: Ranges): string => `{${ranges.map(([from, to]) => `[${from},${to})`).join(',')}}`;
