/** A record as it stands in a table, and where the next one begins. */
export interface TableRecord {
  /** Null where it is longer than any product is. */
  readonly bytes: Buffer | null;
  /** Of the table's lines, the one it begins on, from 1. */
  readonly line: number;
  readonly nextOffset: number;
  readonly nextLine: number;
}

export interface Place {
  readonly offset: number;
  readonly line: number;
}

/** Longer than the longest product that can be listed. */
export const MOST_BYTES = 512 * 1024;

const [QUOTE, NEWLINE] = [0x22, 0x0a];
const BLANK = /^[\s\ufeff]*$/;

/**
 * The records of a table from a place on, as its bytes come: no more of it is held than one record. Where `quoted`, a line ends only outside of quotes; a
 * quote that never ends is given up with its record. Blank lines are none.
 */
export async function* readRecords(bytes: AsyncIterable<Uint8Array>, quoted: boolean, from: Place): AsyncGenerator<TableRecord> {
  const reading = new Reading(quoted, from);
  for await (const chunk of bytes) yield* reading.take(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  yield* reading.end();
}

class Reading {
  #parts: Buffer[] = [];
  #size = 0;
  #quoteOpen = false;
  /** Ends of lines within the record so far. */
  #lines = 0;
  #offset: number;
  #line: number;

  constructor(
    private readonly quoted: boolean,
    { offset, line }: Place,
  ) {
    this.#offset = offset;
    this.#line = line;
  }

  *take(chunk: Buffer): Generator<TableRecord> {
    let start = 0;
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index];
      if (byte === QUOTE && this.quoted) this.#quoteOpen = !this.#quoteOpen;
      if (byte !== NEWLINE) continue;
      this.#lines++;
      if (this.#quoteOpen && this.#size + index - start < MOST_BYTES) continue;
      this.#add(chunk.subarray(start, index + 1));
      start = index + 1;
      yield* this.end();
    }
    this.#add(chunk.subarray(start));
  }

  *end(): Generator<TableRecord> {
    const size = this.#size;
    if (size === 0) return;
    const bytes = size > MOST_BYTES ? null : Buffer.concat(this.#parts);
    const line = this.#line;
    this.#offset += size;
    this.#line += this.#lines;
    [this.#parts, this.#size, this.#lines, this.#quoteOpen] = [[], 0, 0, false];
    if (bytes && bytes.length < 1_024 && BLANK.test(bytes.toString())) return;
    yield { bytes, line, nextOffset: this.#offset, nextLine: this.#line };
  }

  #add(part: Buffer): void {
    this.#size += part.length;
    if (this.#size > MOST_BYTES) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }
}
