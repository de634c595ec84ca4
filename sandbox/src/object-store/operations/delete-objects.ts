import { bodyReader } from '../body.ts';
import { type ObjectAnswer, type ObjectCall, xmlAnswer } from '../object-call.ts';
import { S3Error } from '../s3-error.ts';
import { childrenOf, element, parseXml, textOf, xmlDocument } from '../xml.ts';

const MOST_KEYS = 1_000;

/** Deleting what is not there is no error, as at S3. */
export async function deleteObject({ books, bucket, key }: ObjectCall): Promise<ObjectAnswer> {
  if (books.bucket(bucket).objects.has(key)) await books.commit({ did: 'delete', bucket, keys: [key] });
  return { status: 204 };
}

export async function deleteObjects(call: ObjectCall): Promise<ObjectAnswer> {
  const { books, bucket } = call;
  const { objects } = books.bucket(bucket);
  const asked = parseXml(await readText(call), 'Delete');
  const keys = childrenOf(asked, 'Object').map((each) => textOf(each, 'Key') ?? '');
  if (keys.length === 0 || keys.length > MOST_KEYS)
    throw new S3Error(400, 'MalformedXML', `Between 1 and ${MOST_KEYS} keys can be deleted at once.`);
  const there = keys.filter((key) => objects.has(key));
  if (there.length > 0) await books.commit({ did: 'delete', bucket, keys: there });
  const told = textOf(asked, 'Quiet') === 'true' ? [] : keys.map((key) => element('Deleted', element('Key', key)));
  return xmlAnswer(xmlDocument(element('DeleteResult', told)));
}

const LARGEST_XML_BYTES = 2 * 1024 * 1024;

/** A body that is a document, checked as any other body is. */
export async function readText(call: ObjectCall): Promise<string> {
  const { steps, facts } = bodyReader(call, call.payloadHash);
  let size = 0;
  const chunks: Buffer[] = [];
  for await (const chunk of steps.reduce<NodeJS.ReadableStream>((from, step) => from.pipe(step), call.body)) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_XML_BYTES) throw new S3Error(400, 'MaxMessageLengthExceeded', 'Your request was too large.');
    chunks.push(chunk as Buffer);
  }
  facts();
  return Buffer.concat(chunks).toString('utf8');
}
