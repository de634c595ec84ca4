import { parseArgs } from 'node:util';
import { type Found, search, tryCase } from './search.ts';
import { type Case, shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '10000' },
    /** Ends after so many differences. */
    stop: { type: 'string', default: '3' },
    'no-shrink': { type: 'boolean', default: false },
  },
});

const print = (text: string): void => void process.stdout.write(`${text}\n`);

function show({ sdls, query, variables, grants }: Case): string {
  const schemas = Object.entries(sdls).map(([name, sdl]) => `# ${name}\n${sdl}`);
  return [...schemas, query, `variables: ${JSON.stringify(variables)}`, `grants: ${grants.join()}`].join('\n\n');
}

async function tell({ seed, case: whole, difference }: Found): Promise<void> {
  print(`\n=== seed ${seed}: ${difference.kind}`);
  const small = values['no-shrink']
    ? whole
    : await shrink(whole, async (candidate) => (await tryCase(candidate))?.kind === difference.kind);
  const { federated, single } = (await tryCase(small)) ?? difference;
  print(`${show(small)}\n--- through the gateway\n${federated}\n--- by one schema\n${single}`);
}

let left = Number(values.stop);
const startedAtMs = performance.now();
const { graphs, compared } = await search({
  firstSeed: Number(values.seed),
  cases: Number(values.cases),
  onFound: async (found) => {
    await tell(found);
    if (--left === 0) process.exit(1);
  },
});
const seconds = (performance.now() - startedAtMs) / 1_000;
print(
  `${compared} operations over ${graphs} graphs in ${seconds.toFixed(0)} s, ${Number(values.stop) - left} of them answered differently`,
);
process.exitCode = left < Number(values.stop) ? 1 : 0;
