import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { type Measured, measure } from '../measure.ts';
import { type Contestant, SCARCE, type Shop, stoaWith, vendureWith } from './contestants.ts';
import { installStoa, installVendure } from './install.ts';
import { type Figures, markdownOf } from './markdown.ts';

const PRODUCTS = Number(process.env.BENCH_PRODUCTS ?? 1_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 2);
const LEVELS = [1, 8, 32];
const RUSH = 200;
const WARM_UP = 24;
const PAGE = new URL('../../../docs/benchmarks.md', import.meta.url);
const BLOCK = /(<!-- side-by-side:begin[^\n]*-->\n)[\s\S]*?(<!-- side-by-side:end -->)/;

/** So many pieces of work that each level lasts about as long with either of them. */
const PIECES = {
  Stoa: { buy: new Map([[1, 100], [8, 300], [32, 400]]), list: new Map([[1, 300], [8, 1_000], [32, 1_500]]) },
  Vendure: { buy: new Map([[1, 30], [8, 60], [32, 96]]), list: new Map([[1, 40], [8, 80], [32, 96]]) },
}; // biome-ignore format: one row for each

async function round(contestant: Contestant, number: number, isLast: boolean): Promise<Figures> {
  const shop = await contestant.open(number, Math.max(...LEVELS));
  try {
    let bought = 0;
    const buy = (buyer: number): Promise<void> => shop.buy(buyer, bought++);
    // The first ones pay for compiling and planning what all later ones use.
    await measure(shop.pids, 4, WARM_UP, buy);
    const buying = await levels(shop, PIECES[contestant.name].buy, buy);
    const listing = await levels(shop, PIECES[contestant.name].list, () => shop.list());
    const loadedMb = shop.memoryMb();
    const rush = isLast ? await shop.rush(RUSH) : null;
    return { readyMs: shop.readyMs, startedMb: shop.startedMb, loadedMb, buying, listing, rush };
  } finally {
    await shop.stop();
  }
}

async function levels(
  shop: Shop,
  pieces: ReadonlyMap<number, number>,
  work: (buyer: number) => Promise<void>,
): Promise<Map<number, Measured>> {
  const measured = new Map<number, Measured>();
  for (const [level, total] of pieces) {
    const figures = await measure(shop.pids, level, total, work);
    console.log(`  ${level} at once: ${figures.perSecond.toFixed(1)}/s, p50 ${figures.p50Ms.toFixed(0)} ms`);
    measured.set(level, figures);
  }
  return measured;
}

const { folder, ...theirs } = installVendure();
const installed = { stoa: installStoa(), vendure: theirs };
const contestants = [stoaWith(PRODUCTS), await vendureWith(folder, PRODUCTS)] as const;
const figures = { Stoa: [] as Figures[], Vendure: [] as Figures[] };
try {
  // In turns, so that a machine that others slow down slows both; never both at a time.
  for (let n = 0; n < ROUNDS; n++)
    for (const contestant of contestants) {
      console.log(`round ${n + 1}, ${contestant.name}`);
      figures[contestant.name].push(await round(contestant, n, n === ROUNDS - 1));
    }
} finally {
  for (const contestant of contestants) contestant.remove();
}
const machine = `${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}`;
const setting = `${new Date().toISOString().slice(0, 10)}, ${machine}, ${PRODUCTS} products, the better of ${ROUNDS} rounds each`;
const text = markdownOf({ setting, stoa: figures.Stoa, vendure: figures.Vendure, installed, rush: { people: RUSH, stock: SCARCE } });
console.log(`\n${text}`);
if (process.argv.includes('--write')) {
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(
    PAGE,
    page.replace(BLOCK, (_all, begin: string, end: string) => `${begin}\n${text}\n${end}`),
  );
}
