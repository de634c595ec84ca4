const QUOTE = 0x22;
const FIRST_SIZE = 1 << 16;

/** What is shorter goes out as text, in one piece with the headers of the response. */
const LONG = 8_192;

/** Whether JSON writes an ASCII character as it is. */
const IS_PLAIN = Uint8Array.from({ length: 128 }, (_, code) => Number(code >= 0x20 && code !== QUOTE && code !== 0x5c));

/**
 * JSON in UTF-8, put together byte by byte.
 *
 * A long answer made of string pieces is first a tree of them, then one long string, then bytes; here it is bytes from the start.
 */
export class JsonBytes {
  #bytes = Buffer.allocUnsafeSlow(FIRST_SIZE);
  /** Where the next byte goes; setting it back forgets what was written after. */
  position = 0;

  /** Adds text that is ASCII and needs no escaping. */
  plain(text: string): void {
    const { length } = text;
    const bytes = this.#room(length);
    let at = this.position;
    for (let index = 0; index < length; index++) bytes[at++] = text.charCodeAt(index);
    this.position = at;
  }

  /** Adds a string value. */
  string(text: string): void {
    const { length } = text;
    const bytes = this.#room(length * 3 + 2);
    let at = this.position;
    bytes[at++] = QUOTE;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code < 0x80) {
        if (IS_PLAIN[code] === 0) return this.json(JSON.stringify(text));
        bytes[at++] = code;
      } else if (code < 0x800) {
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else {
        // Halves of surrogate pairs belong together, or are escaped where they stand alone.
        if (code >= 0xd800 && code <= 0xdfff) return this.json(JSON.stringify(text));
        bytes[at++] = 0xe0 | (code >> 12);
        bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[at++] = 0x80 | (code & 0x3f);
      }
    }
    bytes[at++] = QUOTE;
    this.position = at;
  }

  /** Adds what is JSON already. */
  json(text: string): void {
    const bytes = this.#room(text.length * 3);
    this.position += bytes.write(text, this.position);
  }

  /** Adds once more what stands between two positions. */
  again(start: number, end: number): void {
    const bytes = this.#room(end - start);
    bytes.copyWithin(this.position, start, end);
    this.position += end - start;
  }

  /** What has been written, as text where it is short; then begins anew. */
  take(): string | Buffer {
    const { position } = this;
    const taken = position <= LONG ? this.#bytes.toString('utf8', 0, position) : Buffer.copyBytesFrom(this.#bytes, 0, position);
    this.position = 0;
    // One huge answer must not be paid for in memory for ever.
    if (this.#bytes.length > 64 * FIRST_SIZE) this.#bytes = Buffer.allocUnsafeSlow(FIRST_SIZE);
    return taken;
  }

  #room(size: number): Buffer {
    if (this.position + size > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.position + size));
      this.#bytes.copy(larger, 0, 0, this.position);
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}
