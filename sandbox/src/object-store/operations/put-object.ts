import { declaredLength } from '../body.ts';
import type { ObjectAnswer, ObjectCall } from '../object-call.ts';
import { preconditionFailed } from '../s3-error.ts';
import { headersToKeep } from './object-headers.ts';
import { storeBody } from './store-body.ts';

export async function putObject(call: ObjectCall): Promise<ObjectAnswer> {
  const { books, bucket, key, headers } = call;
  const { objects } = books.bucket(bucket);
  declaredLength(call);
  const mustBeNew = headers['if-none-match'] === '*';
  if (mustBeNew && objects.has(key)) throw preconditionFailed();
  const { file, size, md5, crc32 } = await storeBody(call);
  if (mustBeNew && objects.has(key)) {
    await books.pieces.remove([file]);
    throw preconditionFailed();
  }
  const etag = `"${md5.toString('hex')}"`;
  const object = { key, size, etag, modifiedAt: books.nowIso, headers: headersToKeep(call), crc32, pieces: [{ file, size }] };
  await books.commit({ did: 'put', bucket, object });
  return { status: 200, headers: { etag, 'x-amz-checksum-crc32': crc32 } };
}
