import { createReadStream } from 'node:fs';

/** Where one line stands in its file, so that it can be read again without keeping it in memory. */
export interface LinePointer {
  offset: number;
  length: number;
}

/** A line that was fully written: its text, and where it stands. */
export interface WrittenLine {
  text: string;
  pointer: LinePointer;
}

const NEWLINE = 0x0a;

/**
 * Yields every line of a journal file that ends with a newline, in order. What follows the last newline was torn by a
 * crash (or is being written at this moment), and nobody was told of it, so it is left out. A missing file has no lines.
 */
export async function* writtenLines(path: string): AsyncGenerator<WrittenLine> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      const buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = buffer.indexOf(NEWLINE); end !== -1; end = buffer.indexOf(NEWLINE, start)) {
        const length = end - start;
        yield { text: buffer.toString('utf8', start, end), pointer: { offset: offset + start, length } };
        start = end + 1;
      }
      rest = buffer.subarray(start);
      offset += start;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Yields the parsed lines. A line that is whole but is no JSON is damage, not a crash, and is said aloud. */
export async function* parsedLines<Line>(path: string): AsyncGenerator<{ line: Line; pointer: LinePointer }> {
  let number = 0;
  for await (const { text, pointer } of writtenLines(path)) {
    number += 1;
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      throw new Error(`${path}: line ${number} is damaged; the journal cannot be trusted beyond it.`);
    }
    yield { line, pointer };
  }
}
