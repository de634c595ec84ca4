import { cpus, totalmem } from 'node:os';
import { readConfiguration } from '../../../cli/src/configuration.ts';
import { inDatabase } from '../../../cli/src/reach-database.ts';
import { type Marketplace, removeData, startMarketplace } from '../marketplace.ts';
import { measure } from '../measure.ts';
import { ask, purchase, register, sell } from '../shoppers.ts';
import { DOMAINS, makeMore } from './many-orders.ts';

/** `npm run bench:administration`: what reports and lists of administrators cost where there are a hundred thousand orders. */
const ORDERS = Number(process.env.BENCH_ORDERS ?? 100_000);
const TIMES = 60;

const LOG_IN = 'mutation { logIn(input: { email: "admin@stoa.test", password: "stoa-admin" }) { accessToken } }';
const ME = '{ me { id seller { id } orders(first: 1) { nodes { id } } } }';

interface Me {
  readonly me: { readonly id: string; readonly seller: { readonly id: string } | null; readonly orders: { nodes: { id: string }[] } };
}

/** A question, and who asks it. */
interface Question {
  readonly what: string;
  readonly query: string;
  readonly variables: object;
  readonly token: string;
}

const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

function questions(admin: string, seller: string, sellerId: string): Question[] {
  const to = new Date();
  const variables = { sellerId, from: new Date(to.getTime() - 360 * 86_400_000), to };
  const list = (what: string, field: string, more = ''): Question => ({
    what,
    query: `{ ${field}(first: 50${more}) { totalCount nodes { id } pageInfo { endCursor } } }`,
    variables: {},
    token: admin,
  });
  const sales = `query ($sellerId: ID!, $from: DateTime!, $to: DateTime!) { seller(id: $sellerId) { sales(from: $from, to: $to, interval: WEEK) {
    gross { amountMinor } orderCount points { from orderCount } products(first: 10) { grossSales: gross { amountMinor } } } } }`;
  return [
    { what: "a seller's sales of 360 days by week", query: sales, variables, token: seller },
    list('orders, the newest 50', 'orders'),
    list('orders by status', 'orders', ', status: CONFIRMED'),
    list('payments', 'payments'),
    list('payments by status', 'payments', ', filter: { status: CAPTURED }'),
    list('payments of one month', 'payments', `, filter: { from: "${ago(210)}", to: "${ago(180)}" }`),
    list('shipments', 'shipments'),
    list('users', 'users'),
    list('users found by a part of their e-mail address', 'users', ', search: "buyer-4711"'),
    list('sellers', 'sellers'),
  ];
}

interface Page {
  readonly orders: { readonly pageInfo: { readonly endCursor: string } };
}

/** From page to page, to where an offset would have counted through ten thousand rows. */
async function turnPages(marketplace: Marketplace, token: string): Promise<string> {
  let after: string | null = null;
  for (let turned = 0; turned < 100; turned++) {
    const query: string = 'query ($after: String) { orders(first: 100, after: $after) { pageInfo { endCursor } } }';
    const page: Page = await ask<Page>(marketplace, query, { after }, token);
    after = page.orders.pageInfo.endCursor;
  }
  return after!;
}

async function report(marketplace: Marketplace, { what, query, variables, token }: Question): Promise<void> {
  await ask(marketplace, query, variables, token);
  const { p50Ms, p99Ms, cpuMs } = await measure([marketplace.pid], 1, TIMES, () => ask(marketplace, query, variables, token));
  const cpu = [...cpuMs].map(([name, ms]) => `${name} ${ms.toFixed(1)}`).join(', ');
  console.log(`${what}: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, CPU ms each: ${cpu}`);
}

console.log(`${cpus().length} × ${cpus()[0]?.model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, ${ORDERS} orders`);
const marketplace = await startMarketplace();
try {
  const seller = await register(marketplace, 'seller', 'SELLER');
  const buyer = await register(marketplace, 'buyer', 'BUYER');
  const variantId = await sell(marketplace, seller, { name: 'A lamp', description: 'It lasts.', amountMinor: 2_500, stock: 1_000 });
  await purchase(marketplace, buyer, [variantId], 'the one that others are made after');
  const of = (token: string): Promise<Me> => ask<Me>(marketplace, ME, {}, token);
  const [{ me: sells }, { me: buys }] = [await of(seller), await of(buyer)];
  const configuration = readConfiguration({ STOA_DATA_DIR: marketplace.dataDir });
  const startedAtMs = performance.now();
  const more = { original: { orderId: buys.orders.nodes[0]!.id, buyerId: buys.id }, count: ORDERS, until: new Date() };
  for (const domain of DOMAINS) await inDatabase(domain, configuration, (database) => makeMore(database, domain, more));
  console.log(`made in ${((performance.now() - startedAtMs) / 1_000).toFixed(0)} s`);
  const admin = (await ask<{ logIn: { accessToken: string } }>(marketplace, LOG_IN)).logIn.accessToken;
  for (const question of questions(admin, seller, sells.seller!.id)) await report(marketplace, question);
  const after = await turnPages(marketplace, admin);
  const query = 'query ($after: String) { orders(first: 50, after: $after) { nodes { id } } }';
  await report(marketplace, { what: 'orders after ten thousand others', query, variables: { after }, token: admin });
} finally {
  await marketplace.stop();
  removeData(marketplace);
}
