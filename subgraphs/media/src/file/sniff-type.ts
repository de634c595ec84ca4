import { fileTypeFromBuffer } from 'file-type';

/** What of a file is looked at: office documents show what they are only in the first entries of their archive. */
export const SNIFFED_BYTES = 64 * 1024;

/** Types that have no mark of their own: what looks like anything else, or holds bytes that no text has, is none of them. */
const TEXT_TYPES = ['text/plain', 'text/csv', 'text/markdown', 'application/x-ndjson'];

/** Whether the first bytes of a file fit what it is said to be. */
export async function looksLike(contentType: string, start: Uint8Array): Promise<boolean> {
  const found = await fileTypeFromBuffer(start);
  if (TEXT_TYPES.includes(contentType)) return found === undefined && !start.includes(0) && !isMarkup(start);
  return found?.mime === contentType;
}

/** A page with scripts in it is text, too, and no study resource. */
function isMarkup(start: Uint8Array): boolean {
  return /^\s*<(!doctype|html|head|body|script|svg|\?xml)/i.test(
    Buffer.from(start.subarray(0, 1_024))
      .toString('utf8')
      .replace(/^\ufeff/, ''),
  );
}
