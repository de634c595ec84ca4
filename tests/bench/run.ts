import { cpus, totalmem } from 'node:os';
import { type Marketplace, removeData, startMarketplace } from './marketplace.ts';
import { type Measured, measure } from './measure.ts';
import { usageOf } from './process-tree.ts';
import { ask, list, purchase, register, stockShelves } from './shoppers.ts';

const PRODUCTS = Number(process.env.BENCH_PRODUCTS ?? 1_000);
const LEVELS = [1, 8, 32];
const SEARCH = `query ($text: String!) { products(first: 24, filter: { search: $text }) { nodes { id name price { amountMinor } } } }`;

const fixed = (value: number): string => value.toFixed(1);
const memoryOf = (marketplace: Marketplace): string =>
  [...usageOf(marketplace.pid)].map(([name, { rssMb }]) => `${name} ${rssMb.toFixed(0)} MB`).join(', ');

function print(what: string, concurrency: number, { perSecond, p50Ms, p99Ms, cpuMs }: Measured): void {
  const cpu = [...cpuMs]
    .filter(([, ms]) => ms >= 0.01)
    .map(([name, ms]) => `${name} ${ms.toFixed(2)}`)
    .join(', ');
  console.log(
    `${what.padEnd(12)} ${String(concurrency).padStart(2)} at once: ${fixed(perSecond)}/s, p50 ${fixed(p50Ms)} ms, p99 ${fixed(p99Ms)} ms, CPU ms each: ${cpu}`,
  );
}

console.log(
  `${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, ${PRODUCTS} products`,
);
const cold = await startMarketplace();
console.log(`cold start to ready: ${cold.readyMs} ms; memory: ${memoryOf(cold)}`);
await cold.stop();
const marketplace = await startMarketplace(cold.dataDir);
console.log(`warm start to ready: ${marketplace.readyMs} ms`);
const pids = [marketplace.pid];
try {
  const variantIds = await stockShelves(marketplace, PRODUCTS);
  const buyers: string[] = [];
  for (let n = 0; n < Math.max(...LEVELS); n++) buyers.push(await register(marketplace, `buyer-${n}`, 'BUYER'));
  let bought = 0;
  const buy = (worker: number): Promise<void> => {
    const n = bought++;
    return purchase(marketplace, buyers[worker]!, [variantIds[n % PRODUCTS]!, variantIds[(n * 7 + 1) % PRODUCTS]!], `key-${n}`);
  };
  // The first purchases pay for compiling and planning what all later ones use.
  await measure(pids, 4, 40, buy);
  for (const level of LEVELS) print('purchases', level, await measure(pids, level, level === 1 ? 60 : 300, buy));
  for (const level of LEVELS) print('list', level, await measure(pids, level, level === 1 ? 200 : 1_000, () => list(marketplace)));
  const words = ['lamp', 'fine book', 'chiar', 'ketle 12', 'jacket that lasts'];
  for (const level of LEVELS)
    print(
      'search',
      level,
      await measure(pids, level, level === 1 ? 100 : 500, (_worker, n) => ask(marketplace, SEARCH, { text: words[n % words.length] })),
    );
  console.log(`memory after the load: ${memoryOf(marketplace)}`);
} finally {
  await marketplace.stop();
  removeData(marketplace);
}
