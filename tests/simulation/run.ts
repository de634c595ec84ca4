import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../../cli/src/infrastructure/postgres.ts';
import { type Finding, ManyWorlds } from './many-worlds.ts';
import type { Simulated } from './simulate.ts';
import { Workers } from './workers.ts';

/**
 * `npm run simulate -- --seed 1 --count 1000`: as many stories, each from its own seed, the first one from this; with `--trace` every
 * step of each is told. What breaks is told again alone, so that the seed which broke it is known.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '500' },
    workers: { type: 'string', default: String(availableParallelism()) },
    trace: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const first = Number(values.seed);
const seeds = Array.from({ length: Number(values.count) }, (_, index) => first + index);
const workerCount = Math.min(Number(values.workers), seeds.length);
/** Each worker has three connections to each domain's database, and copies databases beside them. */
const CONNECTIONS_OF_A_WORKER = 50;

const dataDir = mkdtempSync(join(tmpdir(), 'stoa-simulation-postgres-'));
const maxConnections = 50 + workerCount * CONNECTIONS_OF_A_WORKER;
const postgres = await startPostgres({ dataDir, durable: false, maxConnections, removeWhenOrphaned: true, log: () => {} });
const worlds = await ManyWorlds.prepare(postgres.url);
const workers = new Workers(worlds.first, workerCount);
const startedMs = performance.now();
const told = { stories: 0, steps: 0, deaths: 0 };
const broken: number[] = [];
const suspects: number[] = [];

function hear(each: Simulated | Finding): void {
  if ('seed' in each) {
    told.stories += 1;
    told.steps += each.trace.length;
    told.deaths += each.deaths;
    hearStory(each);
  } else suspects.push(...each.seeds);
}

function hearStory({ seed, trace, stuck }: Simulated): void {
  if (values.trace) say(`seed ${seed}: ${trace.join(' · ')}`);
  if (stuck.length === 0) return;
  broken.push(seed);
  say(`VIOLATION  seed ${seed} never comes to an end: ${stuck.join(', ')}`);
}

function hearAlone(each: Simulated | Finding): void {
  if ('seed' in each) return;
  broken.push(...each.seeds);
  for (const { invariant, what } of each.violations) say(`VIOLATION  seed ${each.seeds.join(', ')}: ${invariant}: ${what}`);
}

await workers.tell(seeds, hear);
const minutes = (performance.now() - startedMs) / 60_000;
for (const seed of suspects) await workers.tell([seed], hearAlone);
if (suspects.length > 0 && broken.length === 0) {
  broken.push(...suspects);
  say(`VIOLATION  of ${suspects.length} stories together, which none of them is alone`);
}
say(
  `${told.stories} stories, ${told.steps} steps and their ends, ${told.deaths} deaths in ${minutes.toFixed(1)} minutes by ${workerCount} processes (${Math.round(told.stories / minutes)} a minute)`,
);
say(broken.length === 0 ? 'All invariants hold.' : `Broken by seeds ${[...new Set(broken)].join(', ')}.`);
workers.end();
await worlds.remove();
await postgres.stop();
rmSync(dataDir, { recursive: true, force: true });
process.exit(broken.length === 0 ? 0 : 1);
