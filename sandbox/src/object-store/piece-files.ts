import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, type Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Piece } from './records.ts';

/** The files with the objects' bytes. A file is written once, and goes when nothing names it any more. */
export class PieceFiles {
  private constructor(readonly folder: string) {}

  static async open(folder: string): Promise<PieceFiles> {
    await mkdir(folder, { recursive: true });
    return new PieceFiles(folder);
  }

  /** Writes a body through its steps to the disk; whoever names the file afterwards names bytes that a crash leaves alone. */
  async write(body: Readable, steps: readonly Transform[]): Promise<string> {
    const file = randomUUID();
    const handle = await open(join(this.folder, file), 'wx');
    try {
      const toFile = new Writable({
        write: (chunk: Buffer, _encoding, done) => void handle.appendFile(chunk).then(() => done(), done),
      });
      await pipeline([body, ...steps, toFile] as [Readable, ...Transform[], Writable]);
      await handle.sync();
    } catch (error) {
      await this.remove([file]);
      throw error;
    } finally {
      await handle.close();
    }
    return file;
  }

  /** The bytes from `start` to before `end` of what the pieces are together. */
  read(pieces: readonly Piece[], start: number, end: number): Readable {
    const { folder } = this;
    return Readable.from(
      (async function* () {
        let offset = 0;
        for (const { file, size } of pieces) {
          const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, size)];
          if (from < to) yield* createReadStream(join(folder, file), { start: from, end: to - 1 });
          offset += size;
        }
      })(),
      { objectMode: false },
    );
  }

  async remove(files: readonly string[]): Promise<void> {
    await Promise.all(files.map((file) => rm(join(this.folder, file), { force: true })));
  }

  /** Takes away what a crash left behind: files that were written and never named. */
  async keepOnly(named: ReadonlySet<string>): Promise<void> {
    await this.remove((await readdir(this.folder)).filter((file) => !named.has(file)));
  }
}
