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
 * step of each is told. `--story whole` tells longer ones. What breaks is told again alone, so that the seed which broke it is known.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '500' },
    workers: { type: 'string', default: String(availableParallelism()) },
    story: { type: 'string', default: 'short' },
    trace: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const first = Number(values.seed);
const seeds = Array.from({ length: Number(values.count) }, (_, index) => first + index);
const workerCount = Math.min(Number(values.workers), seeds.length);
/** Each worker has three connections to each domain's database, and copies databases beside them. */
const CONNECTIONS_OF_A_WORKER = 50;
/** Stories that are told in one world, before all of it is audited and another one is made. */
const ROOM = 500;

const dataDir = mkdtempSync(join(tmpdir(), 'stoa-simulation-postgres-'));
const maxConnections = 50 + workerCount * CONNECTIONS_OF_A_WORKER;
const postgres = await startPostgres({ dataDir, durable: false, maxConnections, removeWhenOrphaned: true, log: () => {} });
const worlds = await ManyWorlds.prepare(postgres.url, Math.min(ROOM, Math.ceil(seeds.length / workerCount)));
const workers = new Workers(worlds.first, workerCount, values.story === 'whole' ? 'whole' : 'short');
const startedMs = performance.now();
const told = { stories: 0, steps: 0, deaths: 0 };
const broken: number[] = [];
const suspects: Finding[] = [];

function hear(each: Simulated | Finding): void {
  if ('seed' in each) {
    told.stories += 1;
    told.steps += each.trace.length;
    told.deaths += each.deaths;
    hearStory(each);
  } else suspects.push(each);
}

function hearStory({ seed, trace, stuck }: Simulated): void {
  if (values.trace) say(`seed ${seed}: ${trace.join(' · ')}`);
  if (stuck.length === 0) return;
  broken.push(seed);
  say(`VIOLATION  seed ${seed} never comes to an end: ${stuck.join(', ')}`);
}

/** Tells half of them again, and the other half, until it is one alone that breaks something. */
async function find(among: readonly number[], violations: Finding['violations']): Promise<void> {
  if (among.length === 1) {
    broken.push(...among);
    for (const { invariant, what } of violations) say(`VIOLATION  seed ${among[0]}: ${invariant}: ${what}`);
    return;
  }
  const middle = Math.ceil(among.length / 2);
  let found = false;
  for (const half of [among.slice(0, middle), among.slice(middle)]) {
    const again: Finding[] = [];
    await workers.tell(half, (each) => void ('seed' in each || again.push(each)));
    found ||= again.length > 0;
    for (const { seeds: some, violations: those } of again) await find(some, those);
  }
  if (found) return;
  broken.push(...among);
  for (const { invariant, what } of violations) say(`VIOLATION  seeds ${among.join(', ')} only together: ${invariant}: ${what}`);
}

await workers.tell(seeds, hear);
const minutes = (performance.now() - startedMs) / 60_000;
for (const { seeds: among, violations } of suspects) await find(among, violations);
say(
  `${told.stories} stories, ${told.steps} steps and their ends, ${told.deaths} deaths in ${minutes.toFixed(1)} minutes by ${workerCount} processes (${Math.round(told.stories / minutes)} a minute)`,
);
say(broken.length === 0 ? 'All invariants hold.' : `Broken by seeds ${[...new Set(broken)].join(', ')}.`);
workers.end();
await worlds.remove();
await postgres.stop();
rmSync(dataDir, { recursive: true, force: true });
process.exit(broken.length === 0 ? 0 : 1);
