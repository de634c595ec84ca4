import { afterEach, describe, expect, test } from '@jest/globals';
import { closeAll, openStripe, PUBLISHABLE_KEY, refusalOf, SECRET_KEY } from '../testing/open-stripe.ts';

afterEach(closeAll);

const price = { amount: 4999, currency: 'usd' };

describe('creating', () => {
  test('an intent keeps what it was given and waits for a payment method', async () => {
    const { stripe } = await openStripe();
    const created = await stripe.paymentIntents.create({
      ...price,
      automatic_payment_methods: { enabled: true },
      metadata: { paymentId: 'pay-1', __proto__: 'x' },
      description: 'Two books',
    });
    expect(created).toMatchObject({
      object: 'payment_intent',
      ...price,
      status: 'requires_payment_method',
      amount_received: 0,
      latest_charge: null,
      metadata: { paymentId: 'pay-1' },
      description: 'Two books',
      livemode: false,
      automatic_payment_methods: { enabled: true, allow_redirects: 'always' },
      payment_method_types: ['card', 'cashapp', 'amazon_pay', 'ideal'],
    });
    expect(created.client_secret).toMatch(new RegExp(`^${created.id}_secret_\\w{25}$`));
    expect(created.lastResponse.requestId).toMatch(/^req_/);
    expect({ ...(await stripe.paymentIntents.retrieve(created.id)) }).toEqual({ ...created });
  });

  test.each([
    [{ amount: 0, currency: 'usd' }, 'amount', 'parameter_invalid_integer'],
    [{ amount: -1, currency: 'usd' }, 'amount', 'parameter_invalid_integer'],
    [{ amount: 1.5, currency: 'usd' }, 'amount', 'parameter_invalid_integer'],
    [{ amount: 1e300, currency: 'usd' }, 'amount', 'parameter_invalid_integer'],
    [{ amount: 100_000_000, currency: 'usd' }, 'amount', 'amount_too_large'],
    [{ amount: 1_005, currency: 'kwd' }, 'amount', undefined],
    [{ amount: 1, currency: 'xxx' }, 'currency', undefined],
    [{ amount: 1, currency: '' }, 'currency', 'parameter_invalid_empty'],
    [{ currency: 'usd' }, 'amount', 'parameter_missing'],
    [{ amount: 1 }, 'currency', 'parameter_missing'],
    [{ ...price, payment_method_types: ['us_bank_account'] }, 'payment_method_types', 'payment_intent_invalid_parameter'],
    [{ ...price, payment_method: 'pm_nobody' }, 'payment_method', 'resource_missing'],
    [{ ...price, capture_method: 'manual' }, 'capture_method', undefined],
    [{ ...price, metadata: { long: 'x'.repeat(501) } }, 'metadata[long]', undefined],
    [{ ...price, amuont: 5 }, 'amuont', 'parameter_unknown'],
  ])('%j is refused', async (params, param, code) => {
    const { stripe } = await openStripe();
    const refusal = await refusalOf(stripe.paymentIntents.create(params as never));
    expect(refusal).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, param, code });
    expect((await stripe.paymentIntents.list()).data).toEqual([]);
  });

  test('keys: wrong ones are 401, a publishable one may not create', async () => {
    const { client, sandbox } = await openStripe();
    const wrong = await refusalOf(client('sk_test_wrong_key_1234').paymentIntents.create(price));
    expect(wrong).toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 });
    expect(wrong.message).toBe('Invalid API Key provided: sk_test_**********1234');
    const browser = await refusalOf(client(PUBLISHABLE_KEY).paymentIntents.create(price));
    expect(browser).toMatchObject({ type: 'StripePermissionError', statusCode: 403, code: 'secret_key_required' });
    expect((await fetch(`${sandbox.url}/v1/payment_intents`)).status).toBe(401);
    const authorization = `Basic ${Buffer.from(`${SECRET_KEY}:`).toString('base64')}`;
    expect((await fetch(`${sandbox.url}/v1/payment_intents`, { headers: { authorization } })).status).toBe(200);
  });
});

test.each([
  ['a query nested too deeply', '/v1/payment_intents?a[b][c][d][e][f][g][h][i]=1', {}],
  ['a body nested too deeply', '/v1/payment_intents', { method: 'POST', body: new URLSearchParams('a[b][c][d][e][f][g][h][i]=1') }],
  ['a body in JSON', '/v1/payment_intents', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }],
  ['a broken address', '/v1/payment_intents/%ZZ', {}],
])('%s is a bad request, and the sandbox goes on', async (_name, path, init: RequestInit) => {
  const { stripe, sandbox } = await openStripe();
  const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${SECRET_KEY}` };
  expect((await fetch(`${sandbox.url}${path}`, { ...init, headers })).status).toBe(400);
  await stripe.paymentIntents.create({ ...price, metadata: { constructor: 'x' } });
});

describe('confirming', () => {
  test('a good card pays the whole amount at once', async () => {
    const { stripe } = await openStripe();
    const { id } = await stripe.paymentIntents.create(price);
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa', expand: ['latest_charge'] });
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 4999, last_payment_error: null });
    expect(paid.latest_charge).toMatchObject({ object: 'charge', status: 'succeeded', amount: 4999, payment_intent: id });
    const again = await refusalOf(stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }));
    expect(again).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state', payment_intent: { id } });
  });

  test('created and confirmed in one call', async () => {
    const { stripe } = await openStripe();
    const paid = await stripe.paymentIntents.create({ ...price, payment_method: 'pm_card_visa', confirm: true });
    expect(paid.status).toBe('succeeded');
    const without = await refusalOf(stripe.paymentIntents.create({ ...price, confirm: true }));
    expect(without.code).toBe('payment_intent_unexpected_state');
  });

  test.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline', 'Your card was declined.'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds', 'Your card has insufficient funds.'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card', 'Your card has expired.'],
  ])('%s is declined, and another card may follow', async (token, code, declineCode, message) => {
    const { stripe } = await openStripe();
    const { id } = await stripe.paymentIntents.create(price);
    const declined = await refusalOf(stripe.paymentIntents.confirm(id, { payment_method: token }));
    expect(declined).toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code,
      decline_code: declineCode,
      message,
      payment_intent: { id, status: 'requires_payment_method', last_payment_error: { code, decline_code: declineCode } },
    });
    const failed = await stripe.paymentIntents.retrieve(id);
    expect(failed).toMatchObject({ status: 'requires_payment_method', payment_method: null, amount_received: 0 });
    expect(failed.last_payment_error).toMatchObject({ type: 'card_error', code, message });
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
    const types = (await stripe.events.list()).data.map((event) => event.type);
    expect(types.reverse()).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  test('a browser confirms with the publishable key and the client secret, as Stripe.js does', async () => {
    const { stripe, sandbox } = await openStripe();
    const intent = await stripe.paymentIntents.create({ ...price, metadata: { orderId: 'o-1' } });
    const confirm = (fields: Record<string, string>) =>
      fetch(`${sandbox.url}/v1/payment_intents/${intent.id}/confirm`, { method: 'POST', body: new URLSearchParams(fields) });
    const browser = { key: PUBLISHABLE_KEY, payment_method: 'pm_card_visa', payment_user_agent: 'stripe.js', use_stripe_sdk: 'true' };

    expect((await confirm(browser)).status).toBe(400);
    const wrong = await confirm({ ...browser, client_secret: `${intent.id}_secret_wrong` });
    expect(await wrong.json()).toMatchObject({ error: { code: 'payment_intent_invalid_parameter', param: 'client_secret' } });
    const right = await confirm({ ...browser, client_secret: intent.client_secret ?? '' });
    expect(right.headers.get('access-control-allow-origin')).toBe('*');
    const body = (await right.json()) as object;
    expect(body).toMatchObject({ id: intent.id, status: 'succeeded' });
    expect(body).not.toHaveProperty('metadata');
  });

  test('a browser reads its own intent only', async () => {
    const { stripe, client } = await openStripe();
    const { id, client_secret } = await stripe.paymentIntents.create(price);
    const browser = client(PUBLISHABLE_KEY);
    const read = await browser.paymentIntents.retrieve(id, { client_secret: client_secret ?? '' });
    expect(read.status).toBe('requires_payment_method');
    expect(await refusalOf(browser.paymentIntents.retrieve(id))).toMatchObject({ param: 'client_secret' });
  });
});

describe('authentication', () => {
  test.each([
    ['succeed', 'succeeded', 'payment_intent.succeeded'],
    ['fail', 'requires_payment_method', 'payment_intent.payment_failed'],
  ])('the buyer who must authenticate may %s', async (outcome, status, type) => {
    const { stripe, control } = await openStripe();
    const { id } = await stripe.paymentIntents.create(price);
    const waiting = await stripe.paymentIntents.confirm(id, {
      payment_method: 'pm_card_authenticationRequired',
      return_url: 'https://shop.example/return',
    });
    expect(waiting).toMatchObject({ status: 'requires_action', next_action: { type: 'redirect_to_url' } });
    const page = await fetch(waiting.next_action?.redirect_to_url?.url ?? '');
    expect(await page.text()).toContain('3D Secure');
    await control(`payment_intents/${id}/authenticate`, { outcome });
    const done = await stripe.paymentIntents.retrieve(id);
    expect(done).toMatchObject({ status, next_action: null });
    if (outcome === 'fail') expect(done.last_payment_error?.code).toBe('payment_intent_authentication_failure');
    expect((await stripe.events.list({ limit: 1 })).data[0]?.type).toBe(type);
    expect(await control(`payment_intents/${id}/authenticate`, { outcome })).toHaveProperty('error');
  });

  test('the page sends the buyer back to the shop', async () => {
    const { stripe } = await openStripe();
    const options = { payment_method: 'pm_card_authenticationRequired', return_url: 'https://shop.example/return?cart=1' };
    const waiting = await stripe.paymentIntents.create({ ...price, ...options, confirm: true });
    const url = waiting.next_action?.redirect_to_url?.url ?? '';
    const body = new URLSearchParams({ outcome: 'succeed' });
    const left = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    expect(left.status).toBe(303);
    expect(left.headers.get('location')).toContain(`cart=1&payment_intent=${waiting.id}`);
  });
});

describe('cancelling', () => {
  test('an unpaid intent is cancelled for good, a paid one refuses', async () => {
    const { stripe } = await openStripe();
    const open = await stripe.paymentIntents.create(price);
    const canceled = await stripe.paymentIntents.cancel(open.id, { cancellation_reason: 'abandoned' });
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
    expect(canceled.canceled_at).toEqual(expect.any(Number));
    const confirmed = await refusalOf(stripe.paymentIntents.confirm(open.id, { payment_method: 'pm_card_visa' }));
    expect(confirmed.code).toBe('payment_intent_unexpected_state');

    const paid = await stripe.paymentIntents.create({ ...price, payment_method: 'pm_card_visa', confirm: true });
    const refusal = await refusalOf(stripe.paymentIntents.cancel(paid.id));
    expect(refusal).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state', payment_intent: { status: 'succeeded' } });
    expect(refusal.message).toContain('because it has a status of succeeded');
  });

  test('of a cancel and a confirm at the same moment, one wins and the other is refused', async () => {
    const { stripe } = await openStripe();
    const { id } = await stripe.paymentIntents.create(price);
    const results = await Promise.allSettled([
      stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }),
      stripe.paymentIntents.cancel(id),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('finding', () => {
  test('an unknown intent is 404', async () => {
    const { stripe } = await openStripe();
    const refusal = await refusalOf(stripe.paymentIntents.retrieve('pi_nobody'));
    expect(refusal).toMatchObject({ statusCode: 404, code: 'resource_missing', message: "No such payment_intent: 'pi_nobody'" });
    expect(await refusalOf(stripe.paymentIntents.cancel('pi_nobody'))).toMatchObject({ statusCode: 404 });
    expect(await refusalOf(stripe.customers.list())).toMatchObject({ statusCode: 404 });
  });

  test('lists go from the newest to the oldest, by creation and by page', async () => {
    let nowMs = 1_700_000_000_000;
    const { stripe } = await openStripe({ now: () => nowMs });
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      ids.unshift((await stripe.paymentIntents.create(price)).id);
      nowMs += 1000;
    }
    const idsOf = (list: { data: { id: string }[] }) => list.data.map(({ id }) => id);
    expect(idsOf(await stripe.paymentIntents.list({ limit: 2 }))).toEqual(ids.slice(0, 2));
    expect(idsOf(await stripe.paymentIntents.list({ starting_after: ids[1], limit: 2 }))).toEqual(ids.slice(2, 4));
    expect(idsOf(await stripe.paymentIntents.list({ ending_before: ids[3], limit: 2 }))).toEqual(ids.slice(1, 3));
    expect(idsOf(await stripe.paymentIntents.list({ created: { gte: 1_700_000_003 } }))).toEqual(ids.slice(0, 2));
    expect(idsOf(await stripe.paymentIntents.list({ created: { gt: 1_700_000_000, lt: 1_700_000_002 } }))).toEqual([ids[3]]);
    const all: string[] = [];
    for await (const intent of stripe.paymentIntents.list({ limit: 2 })) all.push(intent.id);
    expect(all).toEqual(ids);
  });
});
