import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { ADD, addToCart, buy } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
inOneShop(async (opened) => {
  shop = opened;
});

const scrape = async (): Promise<string> => (await fetch(`${shop.platform.origin}/metrics`)).text();

/** The value of a series as it is written, or 0 where there is none. */
async function figureOf(series: string): Promise<number> {
  const line = (await scrape()).split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length + 1));
}

const becomes = (series: string, value: number): Promise<true> =>
  until(`${series} is ${value}`, async () => (await figureOf(series)) === value);

const OURS = /^(stoa|gateway)_/;

test('the page names what is rendered, with its kind and its labels, and nothing else', async () => {
  const described = new Map(
    [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `(\w+)` \| (\w+) \| (.*?) \|/gm)].map(([, name, kind, labels]) => [
      name!,
      { kind, labels },
    ]),
  );
  await until('the figures of the databases are there', async () => !/stoa_gauges_up\{\S+ 0/.test(await scrape()));
  const text = await scrape();
  const rendered = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].filter(([, name]) => OURS.test(name!));
  expect(rendered.map(([, name]) => name).sort()).toEqual([...described.keys()].sort());
  for (const [, name, kind] of rendered) expect([name, kind]).toEqual([name, described.get(name!)?.kind]);
  for (const [, series, labels] of text.matchAll(/^(\w+)\{(.*)\} /gm)) {
    const name = described.has(series!) ? series! : series!.replace(/_(bucket|sum|count)$/, '');
    if (!OURS.test(name)) continue;
    const names = [...labels!.matchAll(/(\w+)="/g)].map(([, label]) => `\`${label}\``).filter((label) => label !== '`le`');
    expect([name, names.join(', ')]).toEqual([name, described.get(name)!.labels]);
  }
});

test('a purchase is counted wherever it passes', async () => {
  const [seller, buyer] = [await aSeller(shop), await aBuyer(shop)];
  const { variantId } = await goods(seller, 'Brass lamp', 4_000, 3);
  await buy(shop, buyer, variantId);
  await becomes('stoa_payments_total{subgraph="payments",provider="STRIPE",outcome="captured"}', 1);
  await becomes('stoa_events_published_total{subgraph="orders",event="orders.order.confirmed"}', 1);
  await becomes('stoa_events_consumed_total{subgraph="ledger",event="payments.payment.captured",result="fresh"}', 1);
  await becomes('stoa_command_seconds_count{subgraph="cart",command="orders.placeOrder",outcome="answered"}', 1);
  await becomes('stoa_consumer_lag_events{subgraph="ledger",stream="payments"}', 0);

  await addToCart(buyer, variantId);
  await becomes('stoa_holds{subgraph="inventory",state="SOFT"}', 1);
  await buyer.refusal(ADD, { variantId, quantity: 9 });
  expect(await scrape()).toMatch(/stoa_refusals_total\{subgraph="inventory",kind="command",code="\w+"\} 1/);
  await everythingAgrees(shop);
});

test('what waits for a person is read from the databases', async () => {
  const { sql } = shop;
  await sql(
    'payments',
    `insert into provider_event (id, provider, type, status, examine_until) values ('evt_x', 'RAZORPAY', 'payment.captured', 'PARKED', now())`,
  );
  await sql(
    'ledger',
    `with compared as (
       insert into reconciliation (id, provider, day, currency, captured_minor, captured_at_provider_minor, refunded_minor, refunded_at_provider_minor, fees_minor)
       values (gen_random_uuid(), 'STRIPE', '2026-01-01', 'USD', 0, 1, 0, 0, 0) returning id)
     insert into reconciliation_difference (id, reconciliation_id, kind, what) select gen_random_uuid(), id, 'MISSING_HERE', 'CAPTURE' from compared`,
  );
  await sql(
    'ledger',
    `insert into payout (id, seller_id, amount_amount_minor, amount_currency, status, request_key, created_at, next_try_at)
     values (gen_random_uuid(), gen_random_uuid(), 1, 'USD', 'PENDING', 'x', now() - interval '1 hour', now() + interval '1 day')`,
  );
  await sql(
    'orders',
    `insert into checkout_saga (id, state, step, claims, failures, next_try_at, deadline_at)
     values (uuidv7(interval '-1 hour'), 'UNDOING', 0, 1, 0, now() + interval '1 day', now() - interval '30 minutes')`,
  );
  await becomes('stoa_webhooks_parked{subgraph="payments",provider="RAZORPAY"}', 1);
  await becomes('stoa_reconciliation_differences{subgraph="ledger",provider="STRIPE",kind="MISSING_HERE"}', 1);
  await becomes('stoa_payouts_pending{subgraph="ledger"}', 1);
  await becomes('stoa_sagas_overdue{subgraph="orders",saga="checkout_saga",state="UNDOING"}', 1);
  expect(await figureOf('stoa_payouts_pending_seconds{subgraph="ledger"}')).toBeGreaterThan(3_500);
  expect(await figureOf('stoa_saga_age_seconds{subgraph="orders",saga="checkout_saga",state="UNDOING"}')).toBeGreaterThan(3_500);
});

test('no figure tells who somebody is, and there are not too many of them', async () => {
  const text = await scrape();
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|@|sk_test|\bpi_\w{8}/);
  const series = text.split('\n').filter((line) => OURS.test(line) && !/_bucket\{/.test(line));
  expect(series.length).toBeLessThan(3_000);
});
