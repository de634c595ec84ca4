import { createHash } from 'node:crypto';

/** Crockford's alphabet: no I, L, O or U, which people misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A number for people, made from the order's id; another `salt` makes another one, should it be taken. */
export function orderNumber(orderId: string, salt = 0): string {
  const bytes = createHash('sha256').update(`${orderId}/${salt}`).digest();
  const letters = [...bytes.subarray(0, 8)].map((byte) => ALPHABET[byte % 32]).join('');
  return `ST-${letters.slice(0, 4)}-${letters.slice(4)}`;
}
