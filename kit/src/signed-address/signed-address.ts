import { createHmac, timingSafeEqual } from 'node:crypto';

/** As long as an address is good unless said, in seconds: long enough to open it. */
const SECONDS = 300;

/** An address under which whoever has it may read something for some minutes. All of its query is signed, and its path. */
export function signAddress(origin: string, path: string, secret: string, query: Readonly<Record<string, string>> = {}): string {
  const address = new URL(path, origin);
  const search = new URLSearchParams({ ...query, until: String(Math.floor(Date.now() / 1_000) + SECONDS) });
  search.set('signature', sign(secret, path, search));
  address.search = search.toString();
  return address.href;
}

/** Whether somebody was given this address, and not too long ago. */
export function isSigned(path: string, query: URLSearchParams, secret: string): boolean {
  const right = Buffer.from(sign(secret, path, query));
  const given = Buffer.from(query.get('signature') ?? '');
  return given.length === right.length && timingSafeEqual(given, right) && Number(query.get('until')) * 1_000 >= Date.now();
}

function sign(secret: string, path: string, query: URLSearchParams): string {
  const signed = [...query].filter(([name]) => name !== 'signature').sort(([one], [other]) => (one < other ? -1 : 1));
  return createHmac('sha256', secret)
    .update(JSON.stringify([path, signed]))
    .digest('base64url');
}
