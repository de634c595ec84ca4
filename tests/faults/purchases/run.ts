import { parseArgs } from 'node:util';
import { type Outcome, type Run, runPurchases } from './run-purchases.ts';

/** `npm run faults -- --seed 1 --purchases 500`: buys while everything that can be killed is killed. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    purchases: { type: 'string', default: '500' },
    faults: { type: 'string', default: '100' },
    buyers: { type: 'string', default: '12' },
  },
});

const MOST_PURCHASES = 2_000;
const MOST_BUYERS = 50;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const startedMs = performance.now();
const run: Run = {
  seed: Number(values.seed),
  purchases: Math.min(Number(values.purchases), MOST_PURCHASES),
  faults: Number(values.faults),
  buyers: Math.min(Number(values.buyers), MOST_BUYERS),
  say: (line) => say(`${((performance.now() - startedMs) / 1_000).toFixed(1).padStart(7)} s ${line}`),
};

const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([what, count]) => `  ${String(count).padStart(6)}  ${what}`).join('\n');

function report({ tally, settledAfterMs, republished, crashes }: Outcome): void {
  const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((one, other) => one + other, 0);
  const paid = [...tally.acknowledged.values()].filter((each) => each.paid).length;
  say(`
Seed                   ${run.seed}
Purchases begun        ${tally.begun}, of which given up ${tally.gaveUp.length}, refused for good ${tally.refused}
Operations             ${tally.operations}
Acknowledged orders    ${tally.acknowledged.size}, of which paid ${paid}
Orders cancelled       ${tally.cancelled.size} by buyers, ${tally.withdrawn.size} parcels by sellers
Refunds and payouts    ${tally.refundsAsked} and ${tally.payoutsAsked} asked for
Duplicates absorbed    ${tally.duplicates} repeated checkouts
Events republished     ${republished}
Crash points hit       ${crashes}
Settled after          ${(settledAfterMs / 1_000).toFixed(1)} s
Invariants             ${tally.checks.size}, looked at ${sum(tally.checks)} times
Violations             ${tally.violations.length}
Faults                 ${sum(tally.faults)}
${listed(tally.faults)}
What clients met
${listed(tally.failures)}`);
  for (const { invariant, what } of tally.violations) say(`VIOLATION  ${invariant}: ${what}`);
  for (const what of tally.gaveUp) say(`GIVEN UP   ${what}`);
}

const outcome = await runPurchases(run);
report(outcome);
process.exitCode = outcome.tally.violations.length + outcome.tally.gaveUp.length === 0 ? 0 : 1;
