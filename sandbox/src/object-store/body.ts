import { createHash, type Hash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { crc32 } from 'node:zlib';
import { badDigest, notImplemented, S3Error } from './s3-error.ts';
import { amzValue, type S3Request } from './s3-request.ts';

const LARGEST_PUT_BYTES = 5 * 1024 ** 3;
const CHUNKED_WITH_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

/** What is known of a body once the whole of it has come through. */
export interface BodyFacts {
  readonly size: number;
  readonly md5: Buffer;
  /** In base64, as S3 tells it. */
  readonly crc32: string;
}

/** How many bytes of content a request says that it brings. */
export function declaredLength({ headers }: S3Request): number {
  const text = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (text === undefined) throw new S3Error(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  const length = Number(text);
  if (!Number.isSafeInteger(length) || length < 0) throw new S3Error(400, 'InvalidArgument', 'The content length is no length.');
  if (length > LARGEST_PUT_BYTES) throw new S3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.');
  return length;
}

/** The steps between the wire and the disk, in their order, and what they will have found at the end. */
export function bodyReader(request: S3Request, payloadHash: string): { readonly steps: Transform[]; facts(): BodyFacts } {
  const length = declaredLength(request);
  const isChunked = payloadHash.startsWith('STREAMING-');
  if (isChunked && payloadHash !== CHUNKED_WITH_TRAILER) throw notImplemented(`payload signing as ${payloadHash}`);
  const chunks = isChunked ? new ChunkedDecoder() : undefined;
  const counted = new CountedBody();
  const facts = (): BodyFacts => {
    const found = counted.facts();
    if (found.size !== length)
      throw new S3Error(400, 'IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header.');
    if (/^[0-9a-f]{64}$/.test(payloadHash) && payloadHash !== counted.sha256.toString('hex'))
      throw new S3Error(400, 'XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.");
    const md5 = request.headers['content-md5'];
    if (md5 !== undefined && md5 !== found.md5.toString('base64')) throw badDigest('Content-MD5');
    const said = (name: string): string | undefined => chunks?.trailers[name] ?? amzValue(request, name);
    refuseOther('x-amz-checksum-crc32', said, found.crc32);
    refuseOther('x-amz-checksum-sha256', said, counted.sha256.toString('base64'));
    for (const kind of ['crc32c', 'crc64nvme', 'sha1'])
      if (said(`x-amz-checksum-${kind}`) !== undefined) throw notImplemented(`checksum by ${kind}`);
    return found;
  };
  return { steps: chunks ? [chunks, counted] : [counted], facts };
}

function refuseOther(name: string, said: (name: string) => string | undefined, right: string): void {
  const value = said(name);
  if (value !== undefined && value !== right) throw badDigest(name);
}

/** Lets everything pass, and knows what it was. */
class CountedBody extends Transform {
  #size = 0;
  #crc = 0;
  readonly #md5: Hash = createHash('md5');
  readonly #sha256: Hash = createHash('sha256');
  #digest: Buffer | undefined;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#size += chunk.length;
    this.#crc = crc32(chunk, this.#crc);
    this.#md5.update(chunk);
    this.#sha256.update(chunk);
    done(null, chunk);
  }

  get sha256(): Buffer {
    this.#digest ??= this.#sha256.digest();
    return this.#digest;
  }

  facts(): BodyFacts {
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(this.#crc);
    return { size: this.#size, md5: this.#md5.digest(), crc32: crc.toString('base64') };
  }
}

const LONGEST_LINE_BYTES = 8_192;

/** Undoes `aws-chunked`: a size in hexadecimal, the bytes, and after the last one the trailers. */
class ChunkedDecoder extends Transform {
  readonly trailers: Record<string, string> = {};
  #rest: Buffer = Buffer.alloc(0);
  #left = 0;
  #state: 'size' | 'bytes' | 'end of bytes' | 'trailers' = 'size';

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    try {
      while (this.#step());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    done(this.#state === 'trailers' ? null : new S3Error(400, 'IncompleteBody', 'The last chunk is missing.'));
  }

  /** Takes one piece off what has come so far; false when more must come first. */
  #step(): boolean {
    if (this.#state === 'bytes') {
      const piece = this.#rest.subarray(0, this.#left);
      if (piece.length === 0) return false;
      this.push(piece);
      this.#rest = this.#rest.subarray(piece.length);
      this.#left -= piece.length;
      if (this.#left === 0) this.#state = 'end of bytes';
      return true;
    }
    const end = this.#rest.indexOf('\r\n');
    if (end < 0 && this.#rest.length > LONGEST_LINE_BYTES) throw malformed();
    if (end < 0) return false;
    this.#line(this.#rest.toString('latin1', 0, end));
    this.#rest = this.#rest.subarray(end + 2);
    return true;
  }

  #line(line: string): void {
    if (this.#state === 'size') {
      const [size = ''] = line.split(';');
      if (!/^[0-9a-f]{1,8}$/i.test(size)) throw malformed();
      this.#left = Number.parseInt(size, 16);
      this.#state = this.#left === 0 ? 'trailers' : 'bytes';
    } else if (this.#state === 'end of bytes') {
      if (line !== '') throw malformed();
      this.#state = 'size';
    } else if (line !== '') {
      const [name = '', ...value] = line.split(':');
      this.trailers[name.toLowerCase()] = value.join(':').trim();
    }
  }
}

const malformed = (): S3Error => new S3Error(400, 'InvalidRequest', 'The body is not encoded as aws-chunked.');
