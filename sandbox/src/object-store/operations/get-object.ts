import type { ObjectAnswer, ObjectCall } from '../object-call.ts';
import type { StoredObject } from '../records.ts';
import { noSuchKey, preconditionFailed, S3Error } from '../s3-error.ts';

/** What the address of a download may say about its answer. */
const OVERRIDES = ['content-type', 'content-language', 'expires', 'cache-control', 'content-disposition', 'content-encoding'];

export async function getObject(call: ObjectCall): Promise<ObjectAnswer> {
  const object = find(call);
  const { status, headers, range } = describe(call, object);
  if (status === 304) return { status, headers };
  return { status, headers, body: call.books.pieces.read(object.pieces, range.start, range.end) };
}

export async function headObject(call: ObjectCall): Promise<ObjectAnswer> {
  const { status, headers } = describe(call, find(call));
  return { status, headers };
}

function find({ books, bucket, key }: ObjectCall): StoredObject {
  const object = books.bucket(bucket).objects.get(key);
  if (!object) throw noSuchKey();
  return object;
}

interface Described {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly range: { readonly start: number; readonly end: number };
}

function describe({ headers: asked, query }: ObjectCall, object: StoredObject): Described {
  const { etag, size, crc32 } = object;
  if (asked['if-match'] !== undefined && asked['if-match'] !== etag) throw preconditionFailed();
  const headers: Record<string, string> = {
    ...object.headers,
    etag,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
  };
  for (const name of OVERRIDES) {
    const override = query.get(`response-${name}`);
    if (override !== null) headers[name] = override;
  }
  if (asked['if-none-match'] === etag) return { status: 304, headers, range: { start: 0, end: 0 } };
  const range = rangeOf(asked['range'], size);
  headers['content-length'] = String(range.end - range.start);
  if (range.isPart) headers['content-range'] = `bytes ${range.start}-${range.end - 1}/${size}`;
  else if (crc32 !== undefined && asked['x-amz-checksum-mode'] === 'ENABLED') headers['x-amz-checksum-crc32'] = crc32;
  return { status: range.isPart ? 206 : 200, headers, range };
}

/** One range of bytes; what is no range, or more than one, is passed over as RFC 9110 allows. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number; isPart: boolean } {
  const whole = { start: 0, end: size, isPart: false };
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return whole;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return whole;
  if (start >= end) throw new S3Error(416, 'InvalidRange', 'The requested range is not satisfiable');
  return { start, end, isPart: true };
}
