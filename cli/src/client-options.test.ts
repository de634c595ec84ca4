import { expect, test } from '@jest/globals';
import { clientOptions } from './client-options.ts';
import { readConfiguration } from './configuration.ts';

const optionsOf = (environment: Record<string, string>) => clientOptions(readConfiguration(environment));

test('production bounds everybody, unless it is told otherwise', () => {
  const { rates, live } = optionsOf({ NODE_ENV: 'production', STOA_ADDRESS_RATE: 'off', STOA_VIEWER_RATE: '5/6' });
  expect(rates).toEqual({ viewer: { cost: 5, seconds: 6 }, address: undefined, partner: { cost: 120_000, seconds: 60 } });
  expect(live).toMatchObject({ maxConnectionsPerAddress: 500, maxSubscriptionsPerAddress: 2_000 });
  expect(optionsOf({ NODE_ENV: 'production' }).rates).toMatchObject({ viewer: { cost: 60_000 }, address: { cost: 60_000 } });
});

test('a machine of one’s own bounds nobody, unless it is told otherwise', () => {
  const { rates, live } = optionsOf({ STOA_PARTNER_RATE: '7/8', STOA_MAX_ADDRESS_CONNECTIONS: '9' });
  expect(rates).toEqual({ viewer: undefined, address: undefined, partner: { cost: 7, seconds: 8 } });
  expect(live).toMatchObject({ maxConnectionsPerAddress: 9, maxSubscriptionsPerAddress: Number.POSITIVE_INFINITY });
});
