import { type ObjectAnswer, type ObjectCall, xmlAnswer } from '../object-call.ts';
import type { StoredObject } from '../records.ts';
import { invalidArgument } from '../s3-error.ts';
import { type Element, element, xmlDocument } from '../xml.ts';

const MOST_ROWS = 1_000;

/** `ListObjectsV2`. The token is the last key of the page before, in base64. */
export async function listObjects({ books, bucket, query }: ObjectCall): Promise<ObjectAnswer> {
  const { objects } = books.bucket(bucket);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = Math.min(rowCount(query.get('max-keys')), MOST_ROWS);
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64').toString('utf8');
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(byBytes);

  const rows: Element[] = [];
  const folders = new Set<string>();
  let last = '';
  let isTruncated = false;
  for (const key of keys) {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = end < 0 ? key : key.slice(0, end + delimiter.length);
    if (byBytes(name, after) <= 0 || folders.has(name)) continue;
    if (rows.length + folders.size === limit) {
      isTruncated = true;
      break;
    }
    if (end < 0) rows.push(rowOf(objects.get(key)!));
    else folders.add(name);
    last = name;
  }
  return xmlAnswer(
    xmlDocument(
      element('ListBucketResult', [
        element('Name', bucket),
        element('Prefix', prefix),
        element('KeyCount', rows.length + folders.size),
        element('MaxKeys', limit),
        element('IsTruncated', isTruncated),
        element('NextContinuationToken', isTruncated ? Buffer.from(last).toString('base64') : undefined),
        ...rows,
        ...[...folders].map((folder) => element('CommonPrefixes', element('Prefix', folder))),
      ]),
    ),
  );
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function rowOf({ key, modifiedAt, etag, size }: StoredObject): Element {
  return element('Contents', [
    element('Key', key),
    element('LastModified', modifiedAt),
    element('ETag', etag),
    element('Size', size),
    element('StorageClass', 'STANDARD'),
  ]);
}

export function rowCount(text: string | null): number {
  const count = Number(text ?? MOST_ROWS);
  if (!Number.isInteger(count) || count < 0) throw invalidArgument('Provided max-keys is no count.');
  return count;
}
