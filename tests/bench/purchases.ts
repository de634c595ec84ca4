import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const TICKS_PER_SECOND = 100;
const child = spawn(process.execPath, [...(process.env.PROF ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] : []), new URL('./server.ts', import.meta.url).pathname], { stdio: ['ignore', 'pipe', 'inherit'] });
const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
const server = JSON.parse(line) as { url: string; stripeUrl: string; postgresPid: number; readyMs: number };
console.log('ready', server.readyMs, 'ms');

function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}
function cpuOfChildren(pid: number): number {
  let total = cpuMs(pid);
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  total += ((Number(fields[13]) + Number(fields[14])) * 1000) / TICKS_PER_SECOND;
  for (const each of readdirSync('/proc')) {
    if (!/^\d+$/.test(each)) continue;
    try {
      const parent = readFileSync(`/proc/${each}/stat`, 'utf8').split(') ')[1]!.split(' ')[1];
      if (Number(parent) === pid) total += cpuMs(Number(each));
    } catch {}
  }
  return total;
}
const rssMb = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;

async function ask<T>(query: string, variables: object, token?: string): Promise<T> {
  const response = await fetch(server.url, { method: 'POST', headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown[] };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
const register = async (n: string, accountType: string) =>
  (await ask<{ register: { accessToken: string } }>('mutation ($i: RegisterInput!) { register(input: $i) { accessToken } }', { i: { email: `${n}@example.com`, password: 'password1', firstName: 'A', lastName: 'B', accountType } })).register.accessToken;

const PRODUCTS = Number(process.env.PRODUCTS ?? 200);
const sellers = await Promise.all([register('s1', 'SELLER'), register('s2', 'SELLER')]);
const variants: string[] = [];
for (let n = 0; n < PRODUCTS; n++) {
  const token = sellers[n % 2]!;
  const { createProduct } = await ask<{ createProduct: { variants: { id: string }[] } }>('mutation ($i: CreateProductInput!) { createProduct(input: $i) { variants { id } } }', { i: { name: `Lamp ${n}`, description: `A lamp of kind ${n}`, price: { amountMinor: 1000 + n, currency: 'USD' } } }, token);
  const id = createProduct.variants[0]!.id;
  await ask('mutation ($id: ID!) { setStock(variantId: $id, total: 100000) { total } }', { id }, token);
  variants.push(id);
}
const buyers = await Promise.all(Array.from({ length: 32 }, (_, n) => register(`b${n}`, 'BUYER')));
let count = 0;
async function purchase(token: string): Promise<void> {
  const n = count++;
  for (const variantId of [variants[n % PRODUCTS], variants[(n * 7 + 1) % PRODUCTS]])
    await ask('mutation ($v: ID!) { addToCart(input: { variantId: $v }) { id } }', { v: variantId }, token);
  const { checkout } = await ask<{ checkout: { order: { id: string }; payment: { clientSecret: string; providerPaymentId: string } } }>(
    'mutation ($i: CheckoutInput!) { checkout(input: $i) { order { id } payment { clientSecret providerPaymentId } } }',
    { i: { idempotencyKey: `k${n}`, shippingAddress: { name: 'A', line1: 'B', city: 'C', postalCode: 'D', country: 'US' } } }, token);
  await fetch(`${server.stripeUrl}/v1/payment_intents/${checkout.payment.providerPaymentId}/confirm`, { method: 'POST', body: new URLSearchParams({ payment_method: 'pm_card_visa', client_secret: checkout.payment.clientSecret, key: 'pk_test_sandbox' }) });
  for (;;) {
    const { order } = await ask<{ order: { status: string } }>('query ($id: ID!) { order(id: $id) { status } }', { id: checkout.order.id }, token);
    if (order.status === 'CONFIRMED') return;
    await new Promise((r) => setTimeout(r, 20));
  }
}
await Promise.all(buyers.slice(0, 4).map((token) => purchase(token)));
for (const concurrency of (process.env.LEVELS ?? "1,8,32").split(",").map(Number)) {
  const total = concurrency === 1 ? 30 : 150;
  let left = total;
  const node = cpuMs(child.pid!);
  const pg = cpuOfChildren(server.postgresPid);
  const at = Date.now();
  await Promise.all(buyers.slice(0, concurrency).map(async (token) => {
    while (left-- > 0) await purchase(token);
  }));
  const seconds = (Date.now() - at) / 1000;
  await new Promise((r) => setTimeout(r, 1000));
  console.log(`${concurrency} buyers: ${(total / seconds).toFixed(1)}/s, node ${((cpuMs(child.pid!) - node) / total).toFixed(1)} ms, postgres ${((cpuOfChildren(server.postgresPid) - pg) / total).toFixed(1)} ms, rss ${rssMb(child.pid!).toFixed(0)} MB`);
}
child.kill('SIGTERM');
