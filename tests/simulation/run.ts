import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../cli/src/infrastructure/postgres.ts';
import { ManyWorlds } from './many-worlds.ts';

/**
 * `npm run simulate -- --seed 1 --count 1000`: as many stories, each from its own seed, the first one from this; with `--trace` every
 * step of each is told. What breaks is told again alone, so that the seed which broke it is known.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '500' },
    trace: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const first = Number(values.seed);
const seeds = Array.from({ length: Number(values.count) }, (_, index) => first + index);

const dataDir = mkdtempSync(join(tmpdir(), 'stoa-simulation-postgres-'));
const postgres = await startPostgres({ dataDir, durable: false, maxConnections: 100, removeWhenOrphaned: true, log: () => {} });
const worlds = await ManyWorlds.prepare(postgres.url);
const startedMs = performance.now();
const told = { stories: 0, steps: 0, deaths: 0 };
const broken: number[] = [];

async function tell(some: readonly number[], alone: boolean): Promise<void> {
  for await (const each of worlds.tell(some)) {
    if ('seed' in each) {
      if (!alone) {
        told.stories += 1;
        told.steps += each.trace.length;
        told.deaths += each.deaths;
      }
      if (values.trace) say(`seed ${each.seed}: ${each.trace.join(' · ')}`);
      if (each.stuck.length > 0) {
        broken.push(each.seed);
        say(`VIOLATION  seed ${each.seed} never comes to an end: ${each.stuck.join(', ')}`);
      }
    } else if (alone || each.seeds.length === 1) {
      broken.push(...each.seeds);
      for (const { invariant, what } of each.violations) say(`VIOLATION  seed ${each.seeds[0]}: ${invariant}: ${what}`);
    } else for (const seed of each.seeds) await tell([seed], true);
  }
}

await tell(seeds, false);
const minutes = (performance.now() - startedMs) / 60_000;
say(
  `${told.stories} stories, ${told.steps} steps and their ends, ${told.deaths} deaths in ${minutes.toFixed(1)} minutes (${Math.round(told.stories / minutes)} a minute)`,
);
say(broken.length === 0 ? 'All invariants hold.' : `Broken by seeds ${[...new Set(broken)].join(', ')}.`);
await worlds.remove();
await postgres.stop();
rmSync(dataDir, { recursive: true, force: true });
process.exit(broken.length === 0 ? 0 : 1);
