import { setTimeout as sleep } from 'node:timers/promises';
import { faultPlan, forgetCopy } from './fault-plan.ts';
import { examine, type Findings, sound } from './invariants.ts';
import { Stage } from './stage.ts';

/**
 * Runs the fixed plan of faults against the event layer alone: `node tests/faults/run.ts`, and with `--plain` against an outbox
 * without a fence, which must fail.
 */
const EFFECTS_BETWEEN_FAULTS = 150;
const STUCK_MS = 20_000;
const SETTLE_MS = 60_000;

const plain = process.argv.includes('--plain');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const effectCount = async (stage: Stage): Promise<number> => {
  const [row] = await stage.query<{ count: number }>('ledger', 'select count(*)::int as count from effect');
  return row!.count;
};

/** Lets things go on for a while. A plain outbox may be stuck for good by now, and the plan goes on all the same. */
async function progress(stage: Stage, effects: number): Promise<number> {
  const before = await effectCount(stage);
  const deadline = performance.now() + STUCK_MS;
  for (;;) {
    const count = await effectCount(stage);
    if (count >= before + effects || performance.now() > deadline) return count;
    await sleep(20);
  }
}

async function settle(stage: Stage): Promise<Findings> {
  stage.tell('orders', { rest: true });
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    await sleep(500);
    const findings = await examine(stage);
    if (sound(findings) || performance.now() > deadline) return findings;
  }
}

const stage = await Stage.open({ plain });
try {
  const startedMs = performance.now();
  for (const { what, strike } of faultPlan) {
    const count = await progress(stage, EFFECTS_BETWEEN_FAULTS);
    say(`${((performance.now() - startedMs) / 1_000).toFixed(1).padStart(6)} s, ${String(count).padStart(5)} effects: ${what}`);
    await strike(stage);
  }
  await progress(stage, EFFECTS_BETWEEN_FAULTS);
  const restedMs = performance.now();
  const findings = await settle(stage);
  say(`settled after ${((performance.now() - restedMs) / 1_000).toFixed(1)} s: ${JSON.stringify(findings)}`);
  for (const who of stage.diedByThemselves) say(`${who} died by itself.`);
  if (stage.diedByThemselves.length > 0 || sound(findings) === plain) {
    say(plain ? 'The control came through, so this plan proves nothing.' : 'The event layer did not keep its promises.');
    process.exitCode = 1;
  } else {
    say(plain ? 'The control failed, as it must.' : `All ${faultPlan.length} faults, and every event had its effect once and in order.`);
  }
} finally {
  forgetCopy();
  await stage.close();
}
