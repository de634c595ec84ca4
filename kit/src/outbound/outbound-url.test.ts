import { expect, test } from '@jest/globals';
import { assertOutboundUrl } from './outbound-url.ts';

test.each([
  'https://example.com/hooks?shop=1',
  'https://example.com:8443/',
  'https://hooks.example.co.uk',
  'https://93.184.215.14/hook',
  'https://[2606:4700:4700::1111]/hook',
  'https://xn--bcher-kva.example/hook',
])('%s may be posted to', (text) => {
  expect(assertOutboundUrl(text).href).toBe(new URL(text).href);
});

test.each([
  ['nothing', ''],
  ['no address', 'example.com/hook'],
  ['another protocol', 'ftp://example.com/'],
  ['another protocol', 'file:///etc/passwd'],
  ['another protocol', 'javascript:alert(1)'],
  ['no TLS', 'http://example.com/hook'],
  ['a name and a password', 'https://user:password@example.com/'],
  ['a name', 'https://user@example.com/'],
  ['a fragment', 'https://example.com/#a'],
  ['the port of mail', 'https://example.com:25/'],
  ['the port of SSH', 'https://example.com:22/'],
  ['this machine', 'https://localhost/'],
  ['this machine', 'https://LOCALHOST./'],
  ['this machine', 'https://shop.localhost/'],
  ['this machine by its number', 'https://127.0.0.1/'],
  ['this machine, hexadecimal', 'https://0x7f.1/'],
  ['this machine, octal', 'https://0177.0.0.1/'],
  ['this machine, as one number', 'https://2130706433/'],
  ['this machine, shortened', 'https://127.1/'],
  ['this machine, in IPv6', 'https://[::1]/'],
  ['this machine, IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/'],
  ['this machine, in other digits', 'https://①②⑦.0.0.1/'],
  ['no machine', 'https://0/'],
  ['a neighbour', 'https://192.168.0.1/'],
  ['where a cloud keeps secrets', 'https://169.254.169.254/latest/meta-data/'],
  ['where a cloud keeps secrets', 'https://metadata.google.internal/'],
  ['a name of one network', 'https://intranet/'],
  ['a name of one network', 'https://printer.local/'],
])('%s is refused: %s', (_what, text) => {
  expect(() => assertOutboundUrl(text)).toThrow(/^must /);
});

test('on a machine of one’s own it may be that machine, without TLS, and no other', () => {
  for (const text of ['http://127.0.0.1:4000/hook', 'http://localhost:4000/', 'http://[::1]:4000/', 'https://example.com/'])
    expect(assertOutboundUrl(text, 'local').href).toBe(text);
  for (const text of ['http://10.0.0.1/', 'http://169.254.169.254/', 'http://intranet/', 'http://user:word@127.0.0.1/'])
    expect(() => assertOutboundUrl(text, 'local')).toThrow(/^must /);
});
