import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** So many storms together must have come to every crash point. */
export const STORMS_FOR_ALL = 10;
/** A storm that is shorter does not count as one of them. */
const FULL_LENGTH_MINUTES = 5;

/** Which crash points were hit, over storms that one file was given to. */
export interface Coverage {
  /** Seeds of the storms of full length. */
  readonly seeds: readonly number[];
  readonly hits: Readonly<Record<string, number>>;
}

export const NOTHING_COVERED: Coverage = { seeds: [], hits: {} };

/** What earlier storms have hit; nothing where there is no such file yet. */
export const readCoverage = (file: string): Coverage =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Coverage) : NOTHING_COVERED;

export const writeCoverage = (file: string, coverage: Coverage): void => writeFileSync(file, `${JSON.stringify(coverage, null, 2)}\n`);

/** With what one more storm has hit. */
export function covering(before: Coverage, storm: { seed: number; minutes: number }, hit: ReadonlyMap<string, number>): Coverage {
  const hits: Record<string, number> = { ...before.hits };
  for (const [point, times] of hit) hits[point] = (hits[point] ?? 0) + times;
  const isNew = storm.minutes >= FULL_LENGTH_MINUTES && !before.seeds.includes(storm.seed);
  return { seeds: isNew ? [...before.seeds, storm.seed] : before.seeds, hits };
}

/** Points that no storm has come to, and whether there were so many storms that this is a failure. */
export function missedBy(
  { seeds, hits }: Coverage,
  known: readonly string[],
): { readonly missed: readonly string[]; readonly fails: boolean } {
  const missed = known.filter((point) => !hits[point]);
  return { missed, fails: missed.length > 0 && seeds.length >= STORMS_FOR_ALL };
}
