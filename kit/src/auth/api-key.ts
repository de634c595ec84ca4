import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What a key is for: a deployment that takes real money, or one whose providers are sandboxes. */
export type KeyMode = 'test' | 'live';

/** A key that has just been made. The text is shown once; what is kept of it is its hash. */
export interface NewApiKey {
  readonly text: string;
  /** By how it begins people recognise it. */
  readonly prefix: string;
  readonly hash: string;
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** So many characters hold 32 random bytes. */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const SHOWN_OF_SECRET = 4;

/** Scanners for leaked secrets find a key by this, and by its checksum tell it from what only looks like one. */
const FORM = new RegExp(`^stoa_(test|live)_[0-9A-Za-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`);

/** Makes a key: `stoa_`, its mode, 256 random bits and a checksum. */
export function newApiKey(mode: KeyMode): NewApiKey {
  const start = `stoa_${mode}_`;
  const text = start + inBase62(BigInt(`0x${randomBytes(32).toString('hex')}`), SECRET_LENGTH);
  const whole = text + checksumOf(text);
  return { text: whole, prefix: text.slice(0, start.length + SHOWN_OF_SECRET), hash: hashOfApiKey(whole) };
}

/** The mode that a key says; null for what cannot be a key, which nobody has to look up. */
export function modeOfApiKey(text: string): KeyMode | null {
  const mode = FORM.exec(text)?.[1] as KeyMode | undefined;
  if (!mode) return null;
  return checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH) ? mode : null;
}

/** What is kept of a key. With 256 random bits in it there is nothing to guess, so a slow hash with a salt would add nothing. */
export const hashOfApiKey = (text: string): string => createHash('sha256').update(text).digest('base64url');

const checksumOf = (text: string): string => inBase62(BigInt(crc32(text)), CHECKSUM_LENGTH);

function inBase62(number: bigint, length: number): string {
  let digits = '';
  for (let left = number; digits.length < length; left /= 62n) digits = ALPHABET[Number(left % 62n)] + digits;
  return digits;
}
