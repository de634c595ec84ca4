import { createHash, randomUUID } from 'node:crypto';
import { declaredLength } from '../body.ts';
import { type ObjectAnswer, type ObjectCall, xmlAnswer } from '../object-call.ts';
import type { StoredPart, Upload } from '../records.ts';
import { invalidArgument, S3Error } from '../s3-error.ts';
import { childrenOf, element, type Parsed, parseXml, textOf, xmlDocument } from '../xml.ts';
import { readText } from './delete-objects.ts';
import { headersToKeep } from './object-headers.ts';
import { storeBody } from './store-body.ts';

const SMALLEST_PART_BYTES = 5 * 1024 * 1024;
const MOST_PARTS = 10_000;

export async function createMultipartUpload(call: ObjectCall): Promise<ObjectAnswer> {
  const { books, bucket, key } = call;
  books.bucket(bucket);
  const upload = { id: randomUUID(), key, startedAt: books.nowIso, headers: headersToKeep(call) };
  await books.commit({ did: 'start-upload', bucket, upload });
  return xmlAnswer(
    xmlDocument(element('InitiateMultipartUploadResult', element('Bucket', bucket), element('Key', key), element('UploadId', upload.id))),
  );
}

export async function uploadPart(call: ObjectCall): Promise<ObjectAnswer> {
  const { books, bucket, key, query } = call;
  const upload = books.upload(bucket, query.get('uploadId'), key);
  const number = Number(query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS)
    throw invalidArgument(`Part number must be an integer between 1 and ${MOST_PARTS}, inclusive.`);
  declaredLength(call);
  const { file, size, md5, crc32 } = await storeBody(call);
  const etag = `"${md5.toString('hex')}"`;
  await books.commit({ did: 'put-part', bucket, upload: upload.id, part: { number, size, etag, modifiedAt: books.nowIso, file } });
  return { status: 200, headers: { etag, 'x-amz-checksum-crc32': crc32 } };
}

/** Puts the named parts together, in their order; parts that are not named go. */
export async function completeMultipartUpload(call: ObjectCall): Promise<ObjectAnswer> {
  const { books, bucket, key, query } = call;
  const named = childrenOf(parseXml(await readText(call), 'CompleteMultipartUpload'), 'Part');
  const upload = books.upload(bucket, query.get('uploadId'), key);
  const parts = namedParts(upload, named);
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(Buffer.from(etag.slice(1, -1), 'hex'));
  const etag = `"${md5.digest('hex')}-${parts.length}"`;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const pieces = parts.map((part) => ({ file: part.file, size: part.size }));
  const object = { key, size, etag, modifiedAt: books.nowIso, headers: upload.headers, pieces };
  await books.commit({ did: 'put', bucket, object, endsUpload: upload.id });
  return xmlAnswer(
    xmlDocument(element('CompleteMultipartUploadResult', element('Bucket', bucket), element('Key', key), element('ETag', etag))),
  );
}

function namedParts({ parts }: Upload, named: readonly Parsed[]): StoredPart[] {
  if (named.length === 0) throw new S3Error(400, 'MalformedXML', 'An upload is completed with at least one part.');
  const found = named.map((each) => {
    const part = parts.get(Number(textOf(each, 'PartNumber')));
    if (!part || part.etag.replaceAll('"', '') !== textOf(each, 'ETag')?.replaceAll('"', ''))
      throw new S3Error(400, 'InvalidPart', "One or more of the specified parts could not be found, or its tag did not match the part's.");
    return part;
  });
  if (found.some((part, index) => index > 0 && part.number <= found[index - 1]!.number))
    throw new S3Error(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
  if (found.slice(0, -1).some(({ size }) => size < SMALLEST_PART_BYTES))
    throw new S3Error(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  return found;
}

export async function abortMultipartUpload({ books, bucket, key, query }: ObjectCall): Promise<ObjectAnswer> {
  const { id } = books.upload(bucket, query.get('uploadId'), key);
  await books.commit({ did: 'abort-upload', bucket, upload: id });
  return { status: 204 };
}

/** Which parts are there, so that an upload which was cut off goes on with those that are not. */
export async function listParts({ books, bucket, key, query }: ObjectCall): Promise<ObjectAnswer> {
  const upload = books.upload(bucket, query.get('uploadId'), key);
  const after = Number(query.get('part-number-marker') ?? 0);
  const limit = Math.min(Number(query.get('max-parts') ?? 1_000), 1_000);
  const rest = [...upload.parts.values()].sort((a, b) => a.number - b.number).filter(({ number }) => number > after);
  const page = rest.slice(0, limit);
  return xmlAnswer(
    xmlDocument(
      element('ListPartsResult', [
        element('Bucket', bucket),
        element('Key', key),
        element('UploadId', upload.id),
        element('IsTruncated', rest.length > page.length),
        element('NextPartNumberMarker', page.at(-1)?.number),
        ...page.map(({ number, modifiedAt, etag, size }) =>
          element('Part', element('PartNumber', number), element('LastModified', modifiedAt), element('ETag', etag), element('Size', size)),
        ),
      ]),
    ),
  );
}

export async function listMultipartUploads({ books, bucket, query }: ObjectCall): Promise<ObjectAnswer> {
  const prefix = query.get('prefix') ?? '';
  const uploads = [...books.bucket(bucket).uploads.values()].filter(({ key }) => key.startsWith(prefix));
  return xmlAnswer(
    xmlDocument(
      element('ListMultipartUploadsResult', [
        element('Bucket', bucket),
        element('IsTruncated', false),
        ...uploads.map(({ id, key, startedAt }) =>
          element('Upload', element('Key', key), element('UploadId', id), element('Initiated', startedAt)),
        ),
      ]),
    ),
  );
}
