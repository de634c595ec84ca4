/** A text message that is not cut in pieces: its last and only frame. */
const FINAL_TEXT = 0x81;
const LENGTH_IN_2_BYTES = 126;
const LENGTH_IN_8_BYTES = 127;

/**
 * A text message as it stands on the wire (RFC 6455, unmasked, as from a server), in one buffer that can be written to any number of
 * sockets without being put together again for each.
 */
export function textFrame(...parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((total, part) => total + part.length, 0);
  return Buffer.concat([headFor(length), ...parts]);
}

function headFor(length: number): Buffer {
  if (length < LENGTH_IN_2_BYTES) return Buffer.from([FINAL_TEXT, length]);
  if (length < 65_536) return Buffer.from([FINAL_TEXT, LENGTH_IN_2_BYTES, length >> 8, length & 0xff]);
  const head = Buffer.alloc(10);
  head[0] = FINAL_TEXT;
  head[1] = LENGTH_IN_8_BYTES;
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
