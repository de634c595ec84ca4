import { type Coverage, missedBy } from './coverage.ts';
import { ELSEWHERE } from './crash-points.ts';
import { percentile } from './recovery.ts';
import type { Outcome, StormOptions } from './storm.ts';

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((one, other) => one + other, 0);
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const listed = (counts: ReadonlyMap<string, number>): string[] =>
  [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([what, count]) => `  ${String(count).padStart(6)}  ${what}`);

/** What a storm has found, for a person to read. */
export function reportOf({ seed, minutes, buyers }: StormOptions, outcome: Outcome, coverage: Coverage): string[] {
  const { tally, crashPoints, recoveriesMs, timesDiskWasFull } = outcome;
  const paid = [...tally.promised.values()].filter((each) => each.paid).length;
  const missedHere = crashPoints.known.filter((point) => !crashPoints.hit.has(point));
  const { missed } = missedBy(coverage, crashPoints.known);
  return [
    '',
    `Seed                   ${seed}, ${minutes} minutes, ${buyers} buyers`,
    `Purchases begun        ${tally.begun}, of which given up ${tally.gaveUp.length}`,
    `Acknowledged orders    ${tally.promised.size}, of which paid ${paid}`,
    `Operations             ${sum(tally.operations)}, in ${tally.requests} requests`,
    ...listed(tally.operations),
    `Faults                 ${sum(tally.faults)}`,
    ...listed(tally.faults),
    ...(timesDiskWasFull === null ? ['  The disk was never full: nobody lets us mount one that is small.'] : []),
    ...(timesDiskWasFull ? [`Refused by a full disk ${timesDiskWasFull} times`] : []),
    `Duplicates absorbed    ${sum(tally.duplicates)}`,
    ...listed(tally.duplicates),
    `Events lost by the broker and republished  ${outcome.republished}`,
    `Crash points           ${crashPoints.known.length - missedHere.length} of ${crashPoints.known.length} hit, ${sum(crashPoints.hit)} times`,
    ...missedHere.map((point) => `          not hit: ${point}`),
    `  over ${coverage.seeds.length} storms of full length: ${crashPoints.known.length - missed.length} of ${crashPoints.known.length}`,
    ...missed.map((point) => `          never hit: ${point}`),
    ...Object.entries(ELSEWHERE).map(([point, why]) => `          not here: ${point}, which ${why}`),
    `Recovered after        p50 ${seconds(percentile(recoveriesMs, 0.5))}, p99 ${seconds(percentile(recoveriesMs, 0.99))}, of ${recoveriesMs.length} faults`,
    `Settled                ${seconds(outcome.settledAfterMs)} after the last fault`,
    `Invariants             ${tally.checks.size}, looked at ${sum(tally.checks)} times`,
    'What clients met instead of an answer',
    ...listed(tally.failures),
    `Violations             ${tally.violations.length}`,
    ...tally.violations.map(({ invariant, what }) => `VIOLATION  ${invariant}: ${what}`),
    ...tally.gaveUp.map((what) => `GIVEN UP   ${what}`),
  ];
}
