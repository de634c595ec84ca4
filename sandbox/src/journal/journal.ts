import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LinePointer } from './journal-file.ts';
import { parsedLines } from './journal-file.ts';

/** What every line carries besides its own content. */
export interface Numbered {
  /** 1 for the first line of the journal, then one more for each. */
  seq: number;
  /** When it was written, as an ISO date. */
  at: string;
}

/** A line on its way to the disk. */
export interface Appended {
  pointer: LinePointer;
  /** Resolves when the line is on the disk; rejects when it never will be. */
  durable: Promise<void>;
}

const NOTE_DELAY_MS = 200;

/** What has just been written is what is most likely read: an event is sent, an answer is asked for again. */
const RECENT_LINES = 64;

/** Each write is on the disk when it returns, which is one call where writing and syncing are two. */
const SYNCED_APPENDS = constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_DSYNC;

interface Batch {
  buffers: Buffer[];
  /** Whether anybody waits for it. */
  urgent: boolean;
  written: Promise<void>;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * An append-only file of JSON lines. Lines appended while a write is under way go to the disk together in the next one,
 * so that many concurrent requests share one fsync. After a failed write nothing is accepted any more: a journal that
 * may have a hole is worse than one that has stopped.
 */
export class Journal<Content extends object> {
  readonly #file: FileHandle;
  #end: number;
  #durableEnd: number;
  #seq: number;
  #next: Batch = newBatch();
  #current: Batch | undefined;
  #writing = false;
  readonly #recent = new Map<number, Content & Numbered>();
  #noteTimer: NodeJS.Timeout | undefined;
  #failure: Error | undefined;

  private constructor(file: FileHandle, end: number, seq: number) {
    this.#file = file;
    this.#end = end;
    this.#durableEnd = end;
    this.#seq = seq;
  }

  /** Opens (or makes) the journal, hands every line in it to `replay`, and cuts off a torn last line. */
  static async open<Content extends object>(
    path: string,
    replay: (line: Content & Numbered, pointer: LinePointer) => void,
  ): Promise<Journal<Content>> {
    await mkdir(dirname(path), { recursive: true });
    let end = 0;
    let seq = 0;
    for await (const { line, pointer } of parsedLines<Content & Numbered>(path)) {
      replay(line, pointer);
      end = pointer.offset + pointer.length + 1;
      seq = line.seq;
    }
    const file = await open(path, SYNCED_APPENDS);
    await file.truncate(end);
    await file.sync();
    await syncFolder(dirname(path));
    return new Journal<Content>(file, end, seq);
  }

  /** Numbers and dates the content and queues it. The place in the file is known at once, the disk answers later. */
  append(content: Content, now: number): Appended & { line: Content & Numbered } {
    const { line, pointer, batch } = this.#queue(content, now);
    batch.urgent = true;
    if (!this.#writing) void this.#write();
    return { line, pointer, durable: batch.written };
  }

  /** As `append`, for what nobody waits for: it goes with the next write, or with one of its own a little later. */
  note(content: Content, now: number): { line: Content & Numbered; pointer: LinePointer } {
    const { line, pointer } = this.#queue(content, now);
    this.#noteTimer ??= setTimeout(() => {
      this.#noteTimer = undefined;
      if (!this.#writing) void this.#write();
    }, NOTE_DELAY_MS);
    return { line, pointer };
  }

  /** Whether lines can still be appended. */
  get isSound(): boolean {
    return this.#failure === undefined;
  }

  /** Resolves when all that was appended so far (notes aside) is on the disk. Who tells of the state waits for this. */
  settled(): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#next.urgent) return this.#next.written;
    return this.#current?.written ?? Promise.resolve();
  }

  /** Reads one line again, when it is on the disk. It is not to be changed. */
  async read(pointer: LinePointer): Promise<Content & Numbered> {
    if (pointer.offset >= this.#durableEnd) await this.settled();
    const recent = this.#recent.get(pointer.offset);
    if (recent) return recent;
    const buffer = Buffer.alloc(pointer.length);
    await this.#file.read(buffer, 0, pointer.length, pointer.offset);
    return JSON.parse(buffer.toString('utf8')) as Content & Numbered;
  }

  /** Writes what is queued, and lets go of the file. */
  async close(): Promise<void> {
    clearTimeout(this.#noteTimer);
    if (this.isSound && !this.#writing && this.#next.buffers.length > 0) void this.#write();
    while (this.isSound && this.#writing) await (this.#current ?? this.#next).written.catch(() => undefined);
    this.#failure ??= new Error('The journal is closed.');
    await this.#file.close();
  }

  #queue(content: Content, now: number): { line: Content & Numbered; pointer: LinePointer; batch: Batch } {
    if (this.#failure) throw this.#failure;
    this.#seq += 1;
    const line = { seq: this.#seq, at: new Date(now).toISOString(), ...content };
    const buffer = Buffer.from(`${JSON.stringify(line)}\n`);
    const pointer = { offset: this.#end, length: buffer.length - 1 };
    this.#end += buffer.length;
    this.#recent.set(pointer.offset, line);
    if (this.#recent.size > RECENT_LINES) this.#recent.delete(this.#recent.keys().next().value!);
    const batch = this.#next;
    batch.buffers.push(buffer);
    return { line, pointer, batch };
  }

  async #write(): Promise<void> {
    this.#writing = true;
    // A turn of the loop lets the requests that are already here join this write.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#next.buffers.length > 0) {
      const batch = this.#next;
      this.#current = batch;
      this.#next = newBatch();
      try {
        const bytes = Buffer.concat(batch.buffers);
        await writeAll(this.#file, bytes);
        this.#durableEnd += bytes.length;
        batch.done();
      } catch (error) {
        this.#failure = new Error('The journal could not be written.', { cause: error });
        batch.failed(this.#failure);
        this.#next.failed(this.#failure);
        break;
      }
    }
    this.#current = undefined;
    this.#writing = false;
  }
}

function newBatch(): Batch {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Not every appender waits; one that does still sees the failure.
  promise.catch(() => undefined);
  return { buffers: [], urgent: false, written: promise, done: resolve, failed: reject };
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done)).bytesWritten;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
