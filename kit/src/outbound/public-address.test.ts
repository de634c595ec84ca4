import { expect, test } from '@jest/globals';
import { isPublicAddress } from './public-address.ts';

test.each(['93.184.215.14', '8.8.8.8', '2606:4700:4700::1111', '2a00:1450:4001:830::200e', '::ffff:8.8.8.8'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ['private', '10.1.2.3'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['loopback', '127.0.0.1'],
  ['loopback', '127.255.255.254'],
  ['loopback', '::1'],
  ['of no machine', '0.0.0.0'],
  ['of no machine', '0.1.2.3'],
  ['of no machine', '::'],
  ['link-local', '169.254.1.1'],
  ['link-local', 'fe80::1'],
  ['link-local of one network card', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['of a carrier’s own network', '100.64.0.1'],
  ['of a carrier’s own network', '100.127.255.255'],
  ['multicast', '224.0.0.1'],
  ['multicast', 'ff02::1'],
  ['broadcast', '255.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['reserved', '192.0.0.8'],
  ['for benchmarks', '198.18.0.1'],
  ['for documents', '192.0.2.1'],
  ['for documents', '198.51.100.1'],
  ['for documents', '203.0.113.1'],
  ['for documents', '2001:db8::1'],
  ['unique local', 'fd12:3456::1'],
  ['IPv4 in IPv6', '::ffff:127.0.0.1'],
  ['IPv4 in IPv6', '::ffff:a9fe:a9fe'],
  ['IPv4 in IPv6, as it once was', '::127.0.0.1'],
  ['IPv4 in IPv6, translated', '::ffff:0:127.0.0.1'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['NAT64', '64:ff9b::808:808'],
  ['NAT64 of one network', '64:ff9b:1::7f00:1'],
  ['6to4', '2002:7f00:1::1'],
  ['Teredo', '2001:0:7f00:1::1'],
  ['thrown away', '100::1'],
  ['not given to anybody', '4000::1'],
  ['where a machine reads its secrets', '169.254.169.254'],
  ['where a machine reads its secrets', 'fd00:ec2::254'],
  ['where a machine reads its secrets', '100.100.100.200'],
  ['where a machine reads its secrets', '192.0.0.192'],
  ['where a machine reads its secrets', '168.63.129.16'],
  ['no address', 'example.com'],
  ['no address', ''],
  ['no address in full', '127.1'],
  ['no address in full', '0x7f000001'],
  ['no address in full', '2130706433'],
  ['no address in full', '0177.0.0.1'],
])('%s: %s', (_what, address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('%s may be reached where this machine may be', (address) => {
  expect(isPublicAddress(address, 'local')).toBe(true);
});

test.each(['10.0.0.1', '169.254.169.254', '192.168.0.1', 'fd00::1', '::ffff:10.0.0.1'])('%s may not, even there', (address) => {
  expect(isPublicAddress(address, 'local')).toBe(false);
});
