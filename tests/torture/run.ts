import { parseArgs } from 'node:util';
import { covering, missedBy, NOTHING_COVERED, readCoverage, writeCoverage } from './coverage.ts';
import { reportOf } from './report.ts';
import { type StormOptions, storm } from './storm.ts';

/**
 * `npm run torture -- --seed 1 --minutes 5`: buys, sells, cancels and pays out while everything that can go wrong does. With
 * `--control plain-outbox` events travel by a common outbox, and the storm must find that it loses some. With `--coverage FILE` storms tell
 * the next one which crash points they have hit; ten of full length that have not come to all of them have failed.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '5' },
    buyers: { type: 'string', default: '10' },
    control: { type: 'string' },
    coverage: { type: 'string' },
  },
});
if (values.control !== undefined && values.control !== 'plain-outbox') throw new Error('--control: there is only plain-outbox');

const MOST_BUYERS = 50;
const SETTLE_WITHIN_MS = 120_000;
const CONTROL_SETTLES_WITHIN_MS = 45_000;

// Leaving by the door lets everything that was started go with us.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const startedMs = performance.now();
const before = values.coverage === undefined ? NOTHING_COVERED : readCoverage(values.coverage);
const plainOutbox = values.control === 'plain-outbox';
const options: StormOptions = {
  seed: Number(values.seed),
  minutes: Number(values.minutes),
  buyers: Math.min(Number(values.buyers), MOST_BUYERS),
  // Whoever has just died publishes nothing that a rollback could lose.
  crashing: !plainOutbox,
  errands: true,
  hitBefore: before.hits,
  settleWithinMs: plainOutbox ? CONTROL_SETTLES_WITHIN_MS : SETTLE_WITHIN_MS,
  plainOutbox,
  say: (line) => say(`${((performance.now() - startedMs) / 1_000).toFixed(1).padStart(7)} s ${line}`),
};

const outcome = await storm(options);
const coverage = covering(before, options, outcome.crashPoints.hit);
if (values.coverage !== undefined) writeCoverage(values.coverage, coverage);
for (const line of reportOf(options, outcome, coverage)) say(line);
const { fails: missesPoints } = missedBy(coverage, outcome.crashPoints.known);
if (missesPoints) say('So many storms must have come to every crash point.');
const sound = outcome.tally.violations.length + outcome.tally.gaveUp.length === 0 && !missesPoints;
if (plainOutbox) say(sound ? 'The control came through, so this storm proves nothing.' : 'The control failed, as it must.');
process.exitCode = sound === plainOutbox ? 1 : 0;
