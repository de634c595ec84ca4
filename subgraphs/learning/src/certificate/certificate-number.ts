import { randomBytes } from 'node:crypto';

/** Crockford's letters: none that is taken for another one, or for a digit. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Sixteen letters in groups of four, as 7K3M-9QXD-2FHT-VB4N: 80 bits of chance, which nobody guesses. */
export function newCertificateNumber(): string {
  const letters = [...randomBytes(16)].map((byte) => LETTERS[byte % 32]).join('');
  return letters.match(/.{4}/g)!.join('-');
}

/** A number as somebody has typed it off a sheet; null where it can be none. */
export function readCertificateNumber(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(letters) ? letters.match(/.{4}/g)!.join('-') : null;
}
