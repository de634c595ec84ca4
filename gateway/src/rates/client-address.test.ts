import type { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { clientAddress } from './client-address.ts';

const address = (remoteAddress: string, forwarded?: string, proxies = 0): string =>
  clientAddress({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } as Socket }, proxies);

test.each([
  ['the socket says it where no proxy is trusted', '10.0.0.1', '6.6.6.6', 0, '10.0.0.1'],
  ['one proxy wrote the last entry', '10.0.0.1', '6.6.6.6, 7.7.7.7', 1, '7.7.7.7'],
  ['two proxies wrote the last two', '10.0.0.1', '6.6.6.6, 7.7.7.7, 10.0.0.2', 2, '7.7.7.7'],
  ['without an entry the socket says it', '10.0.0.1', undefined, 1, '10.0.0.1'],
  ['nor is what is no address believed', '10.0.0.1', 'unknown', 1, '10.0.0.1'],
  ['an IPv4 address in IPv6 clothes', '::ffff:10.0.0.1', undefined, 0, '10.0.0.1'],
  ['an IPv6 address stands for its network', '2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2::/64'],
  ['however it is shortened', '2001:0DB8::6', undefined, 0, '2001:db8:0:0::/64'],
  ['this machine', '::1', undefined, 0, '0:0:0:0::/64'],
])('%s', (_what, remote, forwarded, proxies, expected) => expect(address(remote, forwarded, proxies)).toBe(expected));
