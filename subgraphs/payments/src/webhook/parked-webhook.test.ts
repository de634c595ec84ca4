import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { anAdmin, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startStripeSandbox } from '@stoa/sandbox/index';
import manifest from '../index.ts';
import { anOpenPayment, aParkedWebhook, notify, paymentOf, StripeAtHand } from '../testing/given-payment.ts';

let stripe: StripeAtHand;
let payments: TestSubgraph;
beforeAll(async () => {
  stripe = await StripeAtHand.start(startStripeSandbox);
  payments = await startTestSubgraph(manifest, { environment: stripe.environment });
});
afterEach(async () => {
  await payments.sql.query('delete from provider_event');
});
afterAll(async () => {
  await payments?.stop();
  await stripe?.close();
});

interface Webhook {
  readonly id: string;
  readonly status: string;
  readonly note: string | null;
  readonly providerPaymentId: string | null;
  readonly payment: { readonly id: string } | null;
}
const FIELDS = '{ id status note providerPaymentId payment { id } }';
const retry = async (id: string): Promise<Webhook> =>
  (
    await payments
      .as(anAdmin())
      .query<{ retryParkedWebhook: Webhook }>(`mutation ($id: ID!) { retryParkedWebhook(id: $id) ${FIELDS} }`, { id })
  ).retryParkedWebhook;
const discard = async (id: string): Promise<Webhook> =>
  (
    await payments
      .as(anAdmin())
      .query<{ discardParkedWebhook: Webhook }>(`mutation ($id: ID!) { discardParkedWebhook(id: $id) ${FIELDS} }`, { id })
  ).discardParkedWebhook;

/** A capture that was told before there was a payment that it could be of. */
async function aCaptureTooEarly(): Promise<{ eventId: string; paymentId: string }> {
  const payment = await anOpenPayment(payments);
  await stripe.pay(payment);
  const eventId = `evt_${newId()}`;
  await payments.sql.query('update payment set amount_amount_minor = amount_amount_minor + 1 where id = $1', [payment.id]);
  await notify(payments, await stripe.intentOf(payment), eventId);
  return { eventId, paymentId: payment.id };
}

test('what is parked says why and of which payment, and is heeded at once when somebody asks after the cause is mended', async () => {
  const { eventId, paymentId } = await aCaptureTooEarly();
  const inVain = await retry(eventId);
  expect(inVain).toEqual({
    id: eventId,
    status: 'PARKED',
    note: expect.any(String),
    providerPaymentId: expect.stringMatching(/^pi_/),
    payment: { id: paymentId },
  });
  await payments.sql.query('update payment set amount_amount_minor = amount_amount_minor - 1 where id = $1', [paymentId]);
  expect(await retry(eventId)).toMatchObject({ status: 'HANDLED', note: null });
  expect((await paymentOf(payments, paymentId)).status).toBe('CAPTURED');
  expect(await retry(eventId)).toMatchObject({ status: 'HANDLED' });
  await expect(discard(eventId)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
});

test('what is given up stays given up, however often that is said', async () => {
  const id = await aParkedWebhook(payments);
  for (let count = 0; count < 2; count++) expect(await discard(id)).toMatchObject({ status: 'DISCARDED' });
  await expect(retry(id)).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  await expect(retry('evt_of_nothing')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('while the provider does not answer that is said, and the job goes on looking', async () => {
  const payment = await anOpenPayment(payments);
  const id = `evt_${newId()}`;
  const said = {
    paymentId: payment.id,
    providerPaymentId: payment.providerPaymentId,
    state: 'FAILED',
    amount: payment.amount,
    failure: null,
  };
  await payments.sql.query(
    `insert into provider_event (id, provider, type, status, said, note, examine_until)
     values ($1, 'STRIPE', 'payment_intent.payment_failed', 'PARKED', $2, 'why', now())`,
    [id, JSON.stringify(said)],
  );
  await stripe.misfortune({ kind: 'answer-error', times: 20, status: 500, method: 'GET', path: '/v1/payment_intents' });
  await expect(retry(id)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', details: { service: 'payments' } });
  await stripe.peace();
  expect(await payments.sql.query('select status, examine_until > now() as due from provider_event where id = $1', [id])).toEqual([
    { status: 'PARKED', due: true },
  ]);
});

test('the list is of those parked, the last first, in pages that miss none of the same moment', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 5; count++) ids.push(await aParkedWebhook(payments));
  await payments.sql.query(`update provider_event set received_at = '2026-05-01T10:00:00.123456Z'`);
  const given = await aParkedWebhook(payments);
  await discard(given);
  const list = `query ($first: Int!, $after: String, $status: ParkedWebhookStatus! = PARKED, $provider: PaymentProvider) {
    parkedWebhooks(first: $first, after: $after, status: $status, provider: $provider) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`;
  interface Page {
    readonly parkedWebhooks: {
      readonly totalCount: number;
      readonly nodes: { id: string }[];
      readonly pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  }
  const seen: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { parkedWebhooks: page }: Page = await payments.as(anAdmin()).query<Page>(list, { first: 2, after });
    expect(page.totalCount).toBe(5);
    seen.push(...page.nodes.map(({ id }) => id));
    after = page.pageInfo.endCursor;
    more = page.pageInfo.hasNextPage;
  }
  expect(seen).toEqual(ids.toSorted().reverse());
  const of = async (more: object) => (await payments.as(anAdmin()).query<Page>(list, { first: 10, ...more })).parkedWebhooks.totalCount;
  expect([await of({ provider: 'RAZORPAY' }), await of({ status: 'DISCARDED' })]).toEqual([0, 1]);
  for (const cursor of [
    ['2026-05-01', 'evt_1'],
    ['2026-13-01T10:00:00.123456Z', 'evt_1'],
    ['2026-05-01T10:00:00.123456Z', '\0'],
  ])
    await expect(of({ after: Buffer.from(JSON.stringify(cursor)).toString('base64url') })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
});
