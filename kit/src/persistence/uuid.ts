import { createHash } from 'node:crypto';

export { v7 as newId } from 'uuid';

const INDEXES = 0x1000;

/**
 * The id of what is made once for something else, as of an order's payment or its third line: always the same one, so that making it
 * again after its database was set back makes the same. Ids of one kind are in the order of their index, and of the time of what they belong to.
 */
export function derivedId(ofId: string, kind: string, index = 0): string {
  if (index < 0 || index >= INDEXES) throw new RangeError(`there are no ${index} of a kind`);
  const hash = createHash('sha256').update(`${ofId}/${kind}/${index}`).digest('hex');
  const time = ofId.slice(0, 13);
  // The fourth group begins with the two bits of the variant.
  const variant = (8 + (Number.parseInt(hash[0]!, 16) % 4)).toString(16);
  return `${time}-7${index.toString(16).padStart(3, '0')}-${variant}${hash.slice(1, 4)}-${hash.slice(4, 16)}`;
}

const LAST_MS = 2 ** 48 - 1;

/** The least id that can have been made at a moment: UUIDv7 ids begin with their time in milliseconds. */
export function firstIdAt(moment: Date): string {
  const hex = Math.min(Math.max(moment.getTime(), 0), LAST_MS).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
