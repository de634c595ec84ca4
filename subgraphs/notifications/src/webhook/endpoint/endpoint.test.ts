import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { anAdmin, aSeller, type GraphRefused, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import manifest from '../../index.ts';
import { neighbours } from '../../testing/given-notifications.ts';
import { anEndpoint, aWebhook, SEALING_KEYS } from '../../testing/given-webhooks.ts';

let notifications: TestSubgraph;
let without: TestSubgraph;

beforeAll(async () => {
  notifications = await startTestSubgraph(manifest, {
    commands: neighbours,
    environment: { STOA_WEBHOOK_SEALING_KEYS: SEALING_KEYS, STOA_WEBHOOK_TARGETS: 'public' },
  });
  without = await startTestSubgraph(manifest, { commands: neighbours });
});
afterAll(async () => {
  await notifications?.stop();
  await without?.stop();
});

const PUBLIC = { url: 'https://shop.example/hook' };
const code = (asking: Promise<unknown>): Promise<string> =>
  asking.then(
    () => 'OK',
    (refused: GraphRefused) => refused.code,
  );

test.each([
  'http://shop.example/hook',
  'https://user:password@shop.example/',
  'https://shop.example:22/',
  'https://localhost/',
  'https://127.0.0.1/',
  'https://0x7f.1/',
  'https://2130706433/',
  'https://[::ffff:127.0.0.1]/',
  'https://169.254.169.254/latest/meta-data/',
  'https://10.0.0.1/',
  'nowhere',
])('%p is no address to be told at', async (url) => {
  const seller = aSeller();
  await expect(anEndpoint(notifications, seller, { url })).rejects.toThrow(/^url: must /);
  const { id } = await anEndpoint(notifications, seller, PUBLIC);
  const change = notifications
    .as(seller)
    .query('mutation ($id: ID!, $url: String) { updateWebhookEndpoint(id: $id, input: { url: $url }) { id } }', { id, url });
  await expect(change).rejects.toThrow(/^url: must /);
});

test('a seller is told of nothing that is not a shop’s, and nobody of what there is not', async () => {
  const platforms = { ...PUBLIC, eventTypes: ['order.confirmed', 'payment.captured'] };
  await expect(anEndpoint(notifications, aSeller(), platforms)).rejects.toThrow('eventTypes: payment.captured is for the platform');
  await anEndpoint(notifications, anAdmin(), platforms);
  for (const eventTypes of [[], ['order.eaten'], ['webhook.test']])
    await expect(anEndpoint(notifications, anAdmin(), { ...PUBLIC, eventTypes })).rejects.toThrow(/^eventTypes/);
});

test('staff without the scope have no endpoints of the platform', async () => {
  expect(await code(anEndpoint(notifications, anAdmin(['webhooks:read']), PUBLIC))).toBe('FORBIDDEN');
});

test('staff see to sellers’ endpoints, but learn no secret of theirs and turn none of them elsewhere', async () => {
  const { id } = await anEndpoint(notifications, aSeller(), PUBLIC);
  const ask = (text: string) => code(notifications.as(anAdmin()).query(`mutation ($id: ID!) { ${text} }`, { id }));
  expect(await ask('rotateWebhookSecret(id: $id) { secret }')).toBe('NOT_FOUND');
  expect(await ask('updateWebhookEndpoint(id: $id, input: { url: "https://elsewhere.example" }) { id }')).toBe('NOT_FOUND');
  expect(await ask('sendTestWebhook(endpointId: $id) { id }')).toBe('NOT_FOUND');
  expect(await ask('disableWebhookEndpoint(id: $id) { id }')).toBe('OK');
  expect(await ask('deleteWebhookEndpoint(id: $id)')).toBe('OK');
});

test('a shop has ten endpoints at most, also of those that are made at once', async () => {
  const seller = aSeller();
  const made = await Promise.all(Array.from({ length: 12 }, () => code(anEndpoint(notifications, seller, PUBLIC))));
  expect(made.sort()).toEqual([...Array(2).fill('INVALID_TRANSITION'), ...Array(10).fill('OK')]);
});

test('what is left out of a change stays as it is, and an endpoint that is disabled is sent nothing until it is enabled', async () => {
  const seller = aSeller();
  const { id } = await anEndpoint(notifications, seller, PUBLIC);
  const ask = <T>(text: string) => notifications.as(seller).query<Record<string, T>>(`mutation ($id: ID!) { ${text} }`, { id });
  const all = '{ url description eventTypes status disabledReason }';
  const { updateWebhookEndpoint: changed } = await ask(
    `updateWebhookEndpoint(id: $id, input: { eventTypes: ["payout.paid", "payout.paid"] }) ${all}`,
  );
  const expected = { url: PUBLIC.url, description: 'A shop system', eventTypes: ['payout.paid'] };
  expect(changed).toEqual({ ...expected, status: 'ENABLED', disabledReason: null });
  const { disableWebhookEndpoint: off } = await ask(`disableWebhookEndpoint(id: $id) ${all}`);
  expect(off).toEqual({ ...expected, status: 'DISABLED', disabledReason: 'BY_OWNER' });
  expect(await code(aWebhook(notifications, seller, id))).toBe('INVALID_TRANSITION');
  const { enableWebhookEndpoint: on } = await ask(`enableWebhookEndpoint(id: $id) ${all}`);
  expect(on).toEqual({ ...expected, status: 'ENABLED', disabledReason: null });
  await aWebhook(notifications, seller, id);
});

test('nobody has others posted to without end', async () => {
  const seller = aSeller();
  const { id } = await anEndpoint(notifications, seller, PUBLIC);
  for (let times = 0; times < 30; times++) await aWebhook(notifications, seller, id);
  expect(await code(aWebhook(notifications, seller, id))).toBe('RATE_LIMITED');
});

test('where no key is set under which secrets could be kept, there are no endpoints', async () => {
  expect(await code(anEndpoint(without, aSeller(), PUBLIC))).toBe('SERVICE_UNAVAILABLE');
});
