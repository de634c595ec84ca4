import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { invalidArgument, S3Error } from './s3-error.ts';

/** A request to the store, read as S3 reads it: by path, `/<bucket>/<key>`. */
export interface S3Request {
  readonly method: string;
  /** Decoded, with its leading slash. */
  readonly path: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

const LONGEST_KEY_BYTES = 1_024;

export function readRequest({ method, raw }: FastifyRequest): S3Request {
  const [rawPath = '/', ...rest] = (raw.url ?? '/').split('?');
  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    throw new S3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");
  }
  const [, bucket = '', ...segments] = path.split('/');
  const key = segments.join('/');
  if (Buffer.byteLength(key) > LONGEST_KEY_BYTES) throw new S3Error(400, 'KeyTooLongError', 'Your key is too long.');
  if (key.includes('\0')) throw invalidArgument('A key has no zero bytes.');
  // A plus sign in a query is a space to a browser's form, and itself to S3.
  const query = new URLSearchParams(rest.join('?').replaceAll('+', '%2B'));
  return { method, path, bucket, key, query, headers: singleHeaders(raw.headers), body: raw };
}

function singleHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]));
}

/** A header that decides about an object; an address signed beforehand carries it in its query. */
export function amzValue({ headers, query }: S3Request, name: string): string | undefined {
  if (headers[name] !== undefined) return headers[name];
  for (const [parameter, value] of query) if (parameter.toLowerCase() === name) return value;
  return undefined;
}
