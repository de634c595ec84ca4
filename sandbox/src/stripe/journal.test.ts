import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { closeAll, openStripe, refusalOf, temporaryFolder } from '../testing/open-stripe.ts';
import { readJournal } from './read-journal.ts';

afterEach(closeAll);

const card = { payment_method: 'pm_card_visa', confirm: true };
const journalIn = (folder: string) => join(folder, 'stripe-journal.jsonl');

test('a restart finds everything as it was', async () => {
  const before = await openStripe();
  const paid = await before.stripe.paymentIntents.create({ amount: 500, currency: 'usd', ...card });
  const open = await before.stripe.paymentIntents.create({ amount: 10, currency: 'eur', payment_method: 'pm_card_visa' });
  const refund = await before.stripe.refunds.create({ payment_intent: paid.id, amount: 200 });
  const events = (await before.stripe.events.list()).data;
  await before.sandbox.close();

  const { stripe } = await openStripe({ dataDir: before.dataDir });
  expect({ ...(await stripe.paymentIntents.retrieve(paid.id)) }).toEqual({ ...paid });
  expect({ ...(await stripe.refunds.retrieve(refund.id)) }).toEqual({ ...refund });
  expect((await stripe.events.list()).data).toEqual(events);
  expect((await stripe.paymentIntents.confirm(open.id)).status).toBe('succeeded');
  expect(await refusalOf(stripe.refunds.create({ payment_intent: paid.id, amount: 301 }))).toMatchObject({ param: 'amount' });
});

test('a torn last line is dropped, and what follows it is whole', async () => {
  const before = await openStripe();
  const kept = await before.stripe.paymentIntents.create({ amount: 500, currency: 'usd', ...card });
  await before.sandbox.close();
  await appendFile(journalIn(before.dataDir), '{"seq":2,"at":"2030-01-01T00:00:00.000Z","intents":[{"id":"pi_to');
  expect((await readJournal(before.dataDir)).lineCount).toBe(1);

  const after = await openStripe({ dataDir: before.dataDir });
  await after.stripe.paymentIntents.create({ amount: 7, currency: 'usd', ...card });
  await after.sandbox.close();
  const journal = await readJournal(before.dataDir);
  expect(journal.intents.map(({ id }) => id)).toContain(kept.id);
  expect(journal.totals.captured).toEqual({ usd: 507 });
});

test('a damaged line in the middle stops the start', async () => {
  const { sandbox, stripe, dataDir } = await openStripe();
  for (let count = 0; count < 3; count += 1) await stripe.paymentIntents.create({ amount: 1, currency: 'usd' });
  await sandbox.close();
  const lines = (await readFile(journalIn(dataDir), 'utf8')).split('\n');
  await writeFile(journalIn(dataDir), [lines[0], lines[1]?.slice(5), lines[2], ''].join('\n'));
  await expect(openStripe({ dataDir })).rejects.toThrow('line 2 is damaged');
});

test('totals are told per currency and per intent, while the sandbox runs', async () => {
  const { stripe, dataDir } = await openStripe();
  const pay = (amount: number, currency: string) =>
    stripe.paymentIntents.create({ amount, currency, metadata: { paymentId: `${amount}` }, ...card });
  const first = await pay(1000, 'usd');
  await pay(50, 'usd');
  await pay(3000, 'jpy');
  const open = await stripe.paymentIntents.create({ amount: 9, currency: 'usd' });
  await refusalOf(stripe.paymentIntents.confirm(open.id, { payment_method: 'pm_card_visa_chargeDeclined' }));
  await stripe.refunds.create({ payment_intent: first.id, amount: 250 });
  await stripe.refunds.create({ payment_intent: first.id, amount: 250 });

  const { totals } = await readJournal(dataDir);
  expect(totals.captured).toEqual({ usd: 1050, jpy: 3000 });
  expect(totals.refunded).toEqual({ usd: 500 });
  expect(totals.intents[first.id]).toEqual({ currency: 'usd', captured: 1000, refunded: 500, lost: 0, metadata: { paymentId: '1000' } });
  expect(totals.intents[open.id]).toMatchObject({ captured: 0, refunded: 0 });
});

test('many requests at once are all in the journal when they are answered', async () => {
  const { stripe, dataDir } = await openStripe();
  const paid = await Promise.all(Array.from({ length: 100 }, () => stripe.paymentIntents.create({ amount: 3, currency: 'usd', ...card })));
  const journal = await readJournal(dataDir);
  expect(new Set(journal.intents.map(({ id }) => id))).toEqual(new Set(paid.map(({ id }) => id)));
  expect(journal.totals.captured).toEqual({ usd: 300 });
});

test('an absent journal is empty', async () => {
  expect(await readJournal(await temporaryFolder())).toMatchObject({ lineCount: 0, intents: [], totals: { captured: {} } });
});
