import { expect, test } from '@jest/globals';
import type { CarriedChannel } from '../channel/channel.ts';
import type { Kind } from '../kind/kinds.ts';
import { type Reachable, waysOf } from './ways-of.ts';

const ALL: ReadonlySet<CarriedChannel> = new Set(['EMAIL', 'SMS', 'PUSH', 'TELEGRAM']);
const nobody: Reachable = { digest: 'NEVER', preferences: [], contacts: [] };
const channelsOf = (kind: Kind, reachable: Partial<Reachable>, carried = ALL) =>
  waysOf(kind, { ...nobody, ...reachable }, carried).deliveries.map(({ channel }) => channel);

test('whoever has said nothing is told live and by mail, and at each device of theirs', () => {
  expect(channelsOf('ORDER_CONFIRMED', {})).toEqual(['LIVE', 'EMAIL']);
  const contacts = [
    { id: 'a', channel: 'PUSH' },
    { id: 'b', channel: 'PUSH' },
    { id: 'c', channel: 'TELEGRAM' },
  ] as const;
  expect(channelsOf('ORDER_CONFIRMED', { contacts })).toEqual(['LIVE', 'EMAIL', 'PUSH', 'PUSH', 'TELEGRAM']);
  expect(channelsOf('ORDER_CONFIRMED', { contacts }, new Set(['TELEGRAM']))).toEqual(['LIVE', 'TELEGRAM']);
});

test('messages that cost go only where somebody wants them', () => {
  const contacts = [{ id: 'a', channel: 'SMS' }] as const;
  expect(channelsOf('SHIPMENT_SENT', { contacts })).toEqual(['LIVE', 'EMAIL']);
  const preferences = [{ channel: 'SMS', kind: 'SHIPMENT_SENT', enabled: true }] as const;
  expect(channelsOf('SHIPMENT_SENT', { contacts, preferences })).toEqual(['LIVE', 'EMAIL', 'SMS']);
  expect(channelsOf('STOCK_LOW', { contacts, preferences })).toEqual(['LIVE', 'EMAIL']);
});

test('what is said of a kind goes before what is said of all', () => {
  const preferences = [
    { channel: 'EMAIL', kind: '', enabled: false },
    { channel: 'EMAIL', kind: 'PAYOUT_PAID', enabled: true },
  ] as const;
  expect(channelsOf('PAYOUT_PAID', { preferences })).toEqual(['LIVE', 'EMAIL']);
  expect(channelsOf('STOCK_LOW', { preferences })).toEqual(['LIVE']);
});

test('nobody switches security notices off, and identity mails its own', () => {
  const preferences = [
    { channel: 'EMAIL', kind: 'ACCOUNT_SUSPENDED', enabled: false },
    { channel: 'LIVE', kind: '', enabled: false },
  ] as const;
  expect(channelsOf('ACCOUNT_SUSPENDED', { preferences })).toEqual(['LIVE', 'EMAIL']);
  expect(channelsOf('PASSWORD_CHANGED', { preferences })).toEqual(['LIVE']);
});

test('what may wait waits for the digest of whoever wants one, and nothing else does', () => {
  expect(waysOf('STOCK_LOW', { ...nobody, digest: 'DAILY' }, ALL)).toEqual({
    awaitsDigest: true,
    deliveries: [{ channel: 'LIVE', contactId: null }],
  });
  expect(waysOf('ORDER_CONFIRMED', { ...nobody, digest: 'DAILY' }, ALL).awaitsDigest).toBe(false);
  const preferences = [{ channel: 'EMAIL', kind: 'STOCK_LOW', enabled: false }] as const;
  expect(waysOf('STOCK_LOW', { ...nobody, digest: 'DAILY', preferences }, ALL).awaitsDigest).toBe(false);
});
