import { join } from 'node:path';
import { Journal } from '../journal/journal.ts';
import { PieceFiles } from './piece-files.ts';
import type { Bucket, StoreChange, StoredObject, Upload } from './records.ts';
import { noSuchBucket, noSuchUpload } from './s3-error.ts';

/** What the store holds: its journal on disk, and what that comes to in memory. */
export class ObjectBooks {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;
  readonly pieces: PieceFiles;
  #journal!: Journal<StoreChange>;

  private constructor(pieces: PieceFiles, now: () => number) {
    this.pieces = pieces;
    this.#now = now;
  }

  static async open(folder: string, now: () => number): Promise<ObjectBooks> {
    const books = new ObjectBooks(await PieceFiles.open(join(folder, 'pieces')), now);
    books.#journal = await Journal.open<StoreChange>(join(folder, 'object-journal.jsonl'), (line) => books.#apply(line));
    await books.pieces.keepOnly(new Set(books.buckets().flatMap(filesOf)));
    return books;
  }

  get nowMs(): number {
    return this.#now();
  }

  get nowIso(): string {
    return new Date(this.#now()).toISOString();
  }

  buckets(): readonly Bucket[] {
    return [...this.#buckets.values()];
  }

  bucket(name: string): Bucket {
    const found = this.#buckets.get(name);
    if (!found) throw noSuchBucket();
    return found;
  }

  hasBucket(name: string): boolean {
    return this.#buckets.has(name);
  }

  upload(bucket: string, id: string | null, key: string): Upload {
    const found = this.bucket(bucket).uploads.get(id ?? '');
    if (found?.key !== key) throw noSuchUpload();
    return found;
  }

  /** Makes something true, on the disk first; the files that it leaves nameless go afterwards. */
  async commit(change: StoreChange): Promise<void> {
    const { line, durable } = this.#journal.append(change, this.#now());
    const nameless = this.#apply(line);
    await durable;
    await this.pieces.remove(nameless);
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  /** Answers with the files that nothing names any more. */
  #apply(change: StoreChange): readonly string[] {
    if (change.did === 'create-bucket') {
      const { bucket: name, createdAt } = change;
      this.#buckets.set(name, { name, createdAt, lifecycle: [], objects: new Map(), uploads: new Map() });
      return [];
    }
    const bucket = this.bucket(change.bucket);
    switch (change.did) {
      case 'set-lifecycle':
        bucket.lifecycle = change.rules;
        return [];
      case 'put': {
        const before = bucket.objects.get(change.object.key);
        bucket.objects.set(change.object.key, change.object);
        const kept = new Set(change.object.pieces.map(({ file }) => file));
        return [...piecesOf(before), ...endUpload(bucket, change.endsUpload)].filter((file) => !kept.has(file));
      }
      case 'delete': {
        const gone = change.keys.flatMap((key) => piecesOf(bucket.objects.get(key)));
        for (const key of change.keys) bucket.objects.delete(key);
        return gone;
      }
      case 'start-upload':
        bucket.uploads.set(change.upload.id, { ...change.upload, parts: new Map() });
        return [];
      case 'put-part': {
        const parts = bucket.uploads.get(change.upload)?.parts;
        // The upload ended while the part was on its way.
        if (!parts) return [change.part.file];
        const before = parts.get(change.part.number);
        parts.set(change.part.number, change.part);
        return before ? [before.file] : [];
      }
      case 'abort-upload':
        return endUpload(bucket, change.upload);
    }
  }
}

const piecesOf = (object: StoredObject | undefined): string[] => (object?.pieces ?? []).map(({ file }) => file);

function endUpload(bucket: Bucket, id: string | undefined): string[] {
  if (id === undefined) return [];
  const files = [...(bucket.uploads.get(id)?.parts.values() ?? [])].map(({ file }) => file);
  bucket.uploads.delete(id);
  return files;
}

function filesOf({ objects, uploads }: Bucket): string[] {
  return [...objects.values()]
    .flatMap(piecesOf)
    .concat([...uploads.values()].flatMap(({ parts }) => [...parts.values()].map(({ file }) => file)));
}
