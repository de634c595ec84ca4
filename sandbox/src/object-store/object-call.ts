import type { Readable } from 'node:stream';
import type { ObjectBooks } from './object-books.ts';
import type { S3Request } from './s3-request.ts';

/** A request that has shown who sent it, with what is needed to answer it. */
export interface ObjectCall extends S3Request {
  readonly payloadHash: string;
  readonly books: ObjectBooks;
}

export interface ObjectAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
}

/** One operation of S3's. */
export type Operation = (call: ObjectCall) => Promise<ObjectAnswer>;

export const xmlAnswer = (body: string): ObjectAnswer => ({ status: 200, headers: { 'content-type': 'application/xml' }, body });
