import { expect, it } from '@jest/globals';
import { catalog, shipping } from './testing/shop.ts';
import { startTestGateway } from './testing/start-test-gateway.ts';

const QUERY = '{ product(id: "1") { name ... on Book { cost } } }';

it('a developer is shown the plan and how long each call took', async () => {
  const house = await startTestGateway([catalog, shipping]);
  const answer = (await house.ask(QUERY, {}, { 'stoa-query-plan': '1' })) as never as { data: unknown; extensions: { queryPlan: unknown } };
  const call = (service: string) => ({
    service,
    outcome: 'data',
    status: 200,
    bytes: expect.any(Number),
    tookMs: expect.any(Number),
    beganAfterMs: expect.any(Number),
  });
  expect(answer.data).toEqual({ product: { name: 'Dune', cost: 500 } });
  expect(answer.extensions.queryPlan).toEqual({
    calls: [
      { call: 0, service: 'catalog', after: [], fetches: [{ operation: expect.stringContaining('product'), at: [''] }] },
      {
        call: 1,
        service: 'shipping',
        after: [0],
        fetches: [{ operation: expect.stringContaining('_entities'), at: [expect.stringMatching(/product$/)] }],
      },
    ],
    timing: [call('catalog'), call('shipping')],
  });
  expect(await house.ask(QUERY)).not.toHaveProperty('extensions');
  await house.close();
});

it('nobody is in production, unless it is configured', async () => {
  const hidden = await startTestGateway([catalog, shipping], { production: true });
  const refused = await hidden.ask(QUERY, {}, { 'apollo-query-plan-experimental': '1' });
  expect(refused.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  await hidden.close();
  const shown = await startTestGateway([catalog, shipping], { production: true, queryPlans: true });
  expect(await shown.ask(QUERY, {}, { 'stoa-query-plan': '1' })).toHaveProperty('extensions.queryPlan.calls');
  await shown.close();
});
