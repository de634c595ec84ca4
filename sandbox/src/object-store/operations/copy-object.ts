import { type ObjectAnswer, type ObjectCall, xmlAnswer } from '../object-call.ts';
import { invalidArgument, noSuchKey, preconditionFailed } from '../s3-error.ts';
import { amzValue } from '../s3-request.ts';
import { element, xmlDocument } from '../xml.ts';
import { headersToKeep } from './object-headers.ts';

export async function copyObject(call: ObjectCall): Promise<ObjectAnswer> {
  const { books, bucket, key } = call;
  const [from = '', ...segments] = sourcePath(amzValue(call, 'x-amz-copy-source') ?? '').split('/');
  const source = books.bucket(from).objects.get(segments.join('/'));
  if (!source) throw noSuchKey();
  books.bucket(bucket);
  const expected = amzValue(call, 'x-amz-copy-source-if-match');
  if (expected !== undefined && expected !== source.etag) throw preconditionFailed();
  const isReplaced = amzValue(call, 'x-amz-metadata-directive') === 'REPLACE';
  if (from === bucket && source.key === key && !isReplaced)
    throw invalidArgument('This copy request is illegal because it is trying to copy an object to itself without changing its metadata.');
  // Each object has files of its own, so that either may go without the other.
  const file = await books.pieces.write(books.pieces.read(source.pieces, 0, source.size), []);
  const headers = isReplaced ? headersToKeep(call) : source.headers;
  const object = { ...source, key, headers, modifiedAt: books.nowIso, pieces: [{ file, size: source.size }] };
  await books.commit({ did: 'put', bucket, object });
  return xmlAnswer(xmlDocument(element('CopyObjectResult', element('LastModified', object.modifiedAt), element('ETag', object.etag))));
}

function sourcePath(text: string): string {
  try {
    return decodeURIComponent(text).replace(/^\//, '');
  } catch {
    throw invalidArgument('The copy source is no path.');
  }
}
