import { expect, test } from '@jest/globals';
import { defaultCacheDir, findNatsServer } from '../../../cli/src/infrastructure/find-nats-server.ts';
import { runPurchases } from './run-purchases.ts';

const binary = await findNatsServer({ cacheDir: defaultCacheDir(), log: (line) => process.stderr.write(`${line}\n`) });
if (binary === null && process.env.CI) throw new Error('CI needs a nats-server.');
// Skipped only where no nats-server can be had: without a broker there are no many processes.
const testWithBroker = binary ? test : test.skip;

/** The beginning of what `npm run faults` does at length. */
testWithBroker(
  'whatever is killed, and however far the broker goes back, every purchase ends right',
  async () => {
    const lines: string[] = [];
    const { tally, republished } = await runPurchases({ seed: 7, purchases: 24, faults: 4, buyers: 4, say: (line) => lines.push(line) });
    expect({ violations: tally.violations, gaveUp: tally.gaveUp, lines }).toEqual({ violations: [], gaveUp: [], lines });
    expect(tally.acknowledged.size).toBeGreaterThan(0);
    expect(tally.acknowledged.size + tally.refused).toBe(24);
    expect(republished).toBeGreaterThan(0);
    expect(tally.checks.size).toBeGreaterThan(50);
  },
  600_000,
);
