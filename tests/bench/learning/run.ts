import { cpus, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { SANDBOX_PUBLISHABLE_KEY } from 'stoa/sandboxes';
import { readConfiguration } from '../../../cli/src/configuration.ts';
import { inDatabase } from '../../../cli/src/reach-database.ts';
import { bounded } from '../../e2e/support/bounded.ts';
import { type Marketplace, removeData, startMarketplace } from '../marketplace.ts';
import { measure } from '../measure.ts';
import { usageOf } from '../process-tree.ts';
import { ask, register } from '../shoppers.ts';

const STUDENTS = Number(process.env.BENCH_STUDENTS ?? 1_000);
const HEARTBEATS = Number(process.env.BENCH_HEARTBEATS ?? 4_000);
const PER_SECOND = 200;
const LECTURES = 20;

const SELL = `mutation { createProduct(input: { kind: COURSE, name: "Light, explained", description: "All of it", price: { amountMinor: 9999, currency: "USD" } }) {
  id variants { id } } }`;
const CHAPTER = 'mutation ($id: ID!) { addChapter(productId: $id, title: "All of it") { id } }';
const LECTURE = 'mutation ($id: ID!) { addLecture(chapterId: $id, input: { title: "One" }) { id } }';
const ADD = 'mutation ($id: ID!) { addToCart(input: { variantId: $id }) { id } }';
const CHECKOUT = `mutation ($key: String!) { checkout(input: { idempotencyKey: $key }) { payment { clientSecret providerPaymentId } } }`;
const COUNT = 'query ($id: ID!) { product(id: $id) { course { enrollmentCount } } }';
const HEARTBEAT = 'mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { progressPercentage totalWatchTimeSeconds } }';

interface Course {
  readonly productId: string;
  readonly variantId: string;
  readonly lectureIds: readonly string[];
}

async function aCourse(marketplace: Marketplace): Promise<Course> {
  const teacher = await register(marketplace, 'teacher', 'SELLER');
  const { createProduct } = await ask<{ createProduct: { id: string; variants: { id: string }[] } }>(marketplace, SELL, {}, teacher);
  const { addChapter } = await ask<{ addChapter: { id: string } }>(marketplace, CHAPTER, { id: createProduct.id }, teacher);
  const lectureIds: string[] = [];
  for (let n = 0; n < LECTURES; n++)
    lectureIds.push((await ask<{ addLecture: { id: string } }>(marketplace, LECTURE, { id: addChapter.id }, teacher)).addLecture.id);
  return { productId: createProduct.id, variantId: createProduct.variants[0]!.id, lectureIds };
}

interface Intent {
  readonly clientSecret: string;
  readonly providerPaymentId: string;
}

async function checkOut(marketplace: Marketplace, token: string, variantId: string, key: string): Promise<Intent> {
  await ask(marketplace, ADD, { id: variantId }, token);
  return (await ask<{ checkout: { payment: Intent } }>(marketplace, CHECKOUT, { key }, token)).checkout.payment;
}

async function pay({ stripeUrl }: Marketplace, { clientSecret, providerPaymentId }: Intent): Promise<void> {
  const body = new URLSearchParams({ payment_method: 'pm_card_visa', client_secret: clientSecret, key: SANDBOX_PUBLISHABLE_KEY });
  const paid = await fetch(`${stripeUrl}/v1/payment_intents/${providerPaymentId}/confirm`, { method: 'POST', body });
  if (!paid.ok) throw new Error(`the sandbox refused a payment: ${paid.status}`);
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;

/** All pay at once; how long each was enrolled after the capture of their payment, by the clock of the one Postgres. */
async function crowd(marketplace: Marketplace, course: Course, intents: readonly Intent[]): Promise<void> {
  const before = usageOf(marketplace.pid);
  const startedAtMs = performance.now();
  await bounded(intents, 200, (intent) => pay(marketplace, intent));
  const paidMs = performance.now() - startedAtMs;
  let enrolled = 0;
  while (enrolled < intents.length) {
    const { product } = await ask<{ product: { course: { enrollmentCount: number } } }>(marketplace, COUNT, { id: course.productId });
    enrolled = product.course.enrollmentCount;
    await sleep(50);
  }
  const allMs = performance.now() - startedAtMs;
  const cpu = [...usageOf(marketplace.pid)]
    .map(([name, { cpuMs }]) => `${name} ${((cpuMs - (before.get(name)?.cpuMs ?? 0)) / intents.length).toFixed(1)}`)
    .join(', ');
  const configuration = readConfiguration({ STOA_DATA_DIR: marketplace.dataDir });
  const captured = await inDatabase('payments', configuration, (database) =>
    database.query<{ buyer: string; at: number }>(
      'select buyer_id as buyer, extract(epoch from captured_at)::float8 * 1000 as at from payment',
    ),
  );
  const began = await inDatabase('learning', configuration, (database) =>
    database.query<{ student: string; at: number }>(
      'select student_id as student, extract(epoch from enrolled_at)::float8 * 1000 as at from enrollment',
    ),
  );
  const capturedAt = new Map(captured.map(({ buyer, at }) => [buyer, at]));
  const waited = began.map(({ student, at }) => at - capturedAt.get(student)!).sort((left, right) => left - right);
  const seconds = (share: number): string => (quantile(waited, share) / 1_000).toFixed(2);
  console.log(
    `${intents.length} pay at once for one course: all paid after ${(paidMs / 1_000).toFixed(1)} s, all enrolled after ${(allMs / 1_000).toFixed(1)} s, ${enrolled} counted; ` +
      `capture to enrolled p50 ${seconds(0.5)} s, p95 ${seconds(0.95)} s, p99 ${seconds(0.99)} s, longest ${seconds(1)} s; ${waited.filter((ms) => ms > 2_000).length} after more than 2 s; CPU ms each: ${cpu}`,
  );
}

const HEALTH = `select kind, count(*)::int as count, percentile_cont(0.95) within group (order by ms) as p95, max(ms) as longest from duration group by kind order by kind`;

/** What operators would be woken by, as analytics has it: what `platformHealth` says is made of the same rows. */
async function alerts({ dataDir }: Marketplace): Promise<void> {
  const rows = await inDatabase('analytics', readConfiguration({ STOA_DATA_DIR: dataDir }), (database) =>
    database.query<{ kind: string; count: number; p95: number; longest: number }>(HEALTH),
  );
  for (const { kind, count, p95, longest } of rows)
    console.log(`analytics has ${count} of ${kind}: p95 ${p95.toFixed(0)} ms, longest ${longest.toFixed(0)} ms`);
}

/** Each student watches on, ten seconds at a time, so many reports in a second from all of them together. */
async function heartbeats(marketplace: Marketplace, { productId, lectureIds }: Course, students: readonly string[]): Promise<void> {
  const beat = (n: number): Promise<unknown> => {
    const round = Math.floor(n / students.length);
    const input = { productId, lectureId: lectureIds[round % LECTURES], fromSeconds: 10 * round, watchedSeconds: 10 };
    return ask(marketplace, HEARTBEAT, { input }, students[n % students.length]);
  };
  let sent = 0;
  await measure([marketplace.pid], 8, 400, () => beat(sent++));
  for (const concurrency of [8, 32]) {
    const { perSecond, p50Ms, p99Ms, cpuMs } = await measure([marketplace.pid], concurrency, HEARTBEATS, () => beat(sent++));
    const cpu = [...cpuMs].map(([name, ms]) => `${name} ${ms.toFixed(2)}`).join(', ');
    console.log(
      `heartbeats, ${concurrency} at once: ${perSecond.toFixed(0)}/s, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, CPU ms each: ${cpu}`,
    );
  }
  const times: number[] = [];
  const startedAtMs = performance.now();
  const beats = Array.from({ length: PER_SECOND * 20 }, async (_, index) => {
    await new Promise((resolve) => setTimeout(resolve, (index * 1_000) / PER_SECOND));
    const at = performance.now();
    await beat(sent++);
    times.push(performance.now() - at);
  });
  await Promise.all(beats);
  times.sort((left, right) => left - right);
  console.log(
    `heartbeats, ${PER_SECOND} a second for ${((performance.now() - startedAtMs) / 1_000).toFixed(0)} s: p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms`,
  );
}

console.log(
  `${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, ${STUDENTS} students`,
);
const marketplace = await startMarketplace();
try {
  const course = await aCourse(marketplace);
  const names = Array.from({ length: STUDENTS }, (_, index) => `student-${index}`);
  const students = await bounded(names, 8, (name) => register(marketplace, name, 'BUYER'));
  const intents = await bounded(students, 8, (token) => checkOut(marketplace, token, course.variantId, 'the one'));
  await crowd(marketplace, course, intents);
  await heartbeats(marketplace, course, students);
  await alerts(marketplace);
} finally {
  await marketplace.stop();
  removeData(marketplace);
}
