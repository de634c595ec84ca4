import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type ObjectStore, startObjectStore } from './start-object-store.ts';

const Bucket = 'stoa-files';
const keys = { accessKeyId: 'stoa-files-key', secretAccessKey: 'stoa-files-secret', region: 'eu-central-1' };
const DAY_MS = 24 * 3_600_000;

let folder: string;
let store: ObjectStore;
let nowMs: number;
let s3: S3Client;

const clientWith = (credentials: typeof keys): S3Client =>
  new S3Client({
    endpoint: store.url,
    region: credentials.region,
    forcePathStyle: true,
    credentials,
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });

const open = async (): Promise<void> => {
  store = await startObjectStore({ port: 0, dataDir: folder, ...keys, now: () => nowMs });
  s3 = clientWith(keys);
};

beforeAll(async () => {
  nowMs = Date.now();
  folder = await mkdtemp(join(tmpdir(), 'stoa-object-store-'));
  await open();
  await s3.send(new CreateBucketCommand({ Bucket }));
});

beforeEach(() => {
  nowMs = Date.now();
});

afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const bytesOf = async (Key: string, Range?: string): Promise<Buffer> => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, Range }));
  return Buffer.from(await Body!.transformToByteArray());
};

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: Error) => error.name,
  );

const codeIn = async (response: Response): Promise<string> =>
  /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] ?? `status ${response.status}`;

describe('objects', () => {
  test('come back as they were given, with their headers, whatever their key', async () => {
    const content = randomBytes(300_000);
    const Key = "teachers/Ã© & 'x' (1)+2=3/~résumé*.pdf";
    const put = await s3.send(
      new PutObjectCommand({ Bucket, Key, Body: content, ContentType: 'application/pdf', Metadata: { uploader: 'u-1' } }),
    );
    expect(put.ETag).toBe(`"${createHash('md5').update(content).digest('hex')}"`);
    expect((await bytesOf(Key)).equals(content)).toBe(true);
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({
      ContentLength: 300_000,
      ContentType: 'application/pdf',
      ETag: put.ETag,
      Metadata: { uploader: 'u-1' },
    });
  });

  test('are read in parts by ranges', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'ten', Body: '0123456789' }));
    expect((await bytesOf('ten', 'bytes=2-4')).toString()).toBe('234');
    expect((await bytesOf('ten', 'bytes=7-')).toString()).toBe('789');
    expect((await bytesOf('ten', 'bytes=-3')).toString()).toBe('789');
    expect((await bytesOf('ten', 'bytes=0-99')).toString()).toBe('0123456789');
    expect(await codeOf(bytesOf('ten', 'bytes=10-'))).toBe('InvalidRange');
  });

  test('streams are stored with a checksum that comes after them', async () => {
    const content = randomBytes(200_000);
    const client = new S3Client({ endpoint: store.url, region: keys.region, forcePathStyle: true, credentials: keys, maxAttempts: 1 });
    const Body = Readable.from([content.subarray(0, 70_000), content.subarray(70_000)]);
    await client.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body, ContentLength: content.length, ContentEncoding: 'gzip' }));
    const found = await client.send(new GetObjectCommand({ Bucket, Key: 'streamed' }));
    expect(found.ContentEncoding).toBe('gzip');
    expect(Buffer.from(await found.Body!.transformToByteArray()).equals(content)).toBe(true);
  });

  test('a checksum that does not fit leaves what was there before', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'first' }));
    const other = createHash('md5').update('something else').digest('base64');
    expect(await codeOf(s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'second', ContentMD5: other })))).toBe('BadDigest');
    const sha = createHash('sha256').update('something else').digest('base64');
    expect(await codeOf(s3.send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'second', ChecksumSHA256: sha })))).toBe('BadDigest');
    expect((await bytesOf('kept')).toString()).toBe('first');
  });

  test('a new one takes no place that is taken', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body: 'first', IfNoneMatch: '*' }));
    expect(await codeOf(s3.send(new PutObjectCommand({ Bucket, Key: 'once', Body: 'second', IfNoneMatch: '*' })))).toBe(
      'PreconditionFailed',
    );
  });

  test('are copied, listed by folder and page, and deleted', async () => {
    for (const name of ['a/1', 'a/2', 'b/1', 'c']) await s3.send(new PutObjectCommand({ Bucket, Key: `list/${name}`, Body: name }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'list/d', CopySource: `${Bucket}/${encodeURIComponent('list/c')}` }));
    expect((await bytesOf('list/d')).toString()).toBe('c');

    const list = (input: object) => s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', ...input }));
    const byFolder = await list({ Delimiter: '/' });
    expect(byFolder.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['list/a/', 'list/b/']);
    expect(byFolder.Contents?.map(({ Key }) => Key)).toEqual(['list/c', 'list/d']);
    const first = await list({ MaxKeys: 3 });
    expect(first).toMatchObject({ IsTruncated: true, KeyCount: 3 });
    const second = await list({ MaxKeys: 3, ContinuationToken: first.NextContinuationToken });
    expect(second.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([
      ['list/c', 1],
      ['list/d', 1],
    ]);

    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'list/a/1' }, { Key: 'list/none' }] } }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'list/c' }));
    expect((await list({})).Contents?.map(({ Key }) => Key)).toEqual(['list/a/2', 'list/b/1', 'list/d']);
    expect(await codeOf(bytesOf('list/c'))).toBe('NoSuchKey');
    expect((await bytesOf('list/d')).toString()).toBe('c');
  });

  test('outlive the store, and what a crash left over is swept', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'lasting', Body: 'as it was' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'lasting', Body: 'as it is' }));
    await store.close();
    await open();
    expect((await bytesOf('lasting')).toString()).toBe('as it is');
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(readdirSync(join(folder, 'pieces'))).toHaveLength(Contents!.length);
  });
});

describe('signatures', () => {
  test('nobody without the keys gets anything', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'secret', Body: 'x' }));
    expect(await codeIn(await fetch(`${store.url}/${Bucket}/secret`))).toBe('AccessDenied');
    expect(await codeIn(await fetch(`${store.url}/`))).toBe('AccessDenied');
    const read = new GetObjectCommand({ Bucket, Key: 'secret' });
    expect(await codeOf(clientWith({ ...keys, secretAccessKey: 'another' }).send(read))).toBe('SignatureDoesNotMatch');
    expect(await codeOf(clientWith({ ...keys, accessKeyId: 'another' }).send(read))).toBe('InvalidAccessKeyId');
    expect(await codeOf(clientWith({ ...keys, region: 'us-east-1' }).send(read))).toBe('AuthorizationHeaderMalformed');
    nowMs += 20 * 60_000;
    expect(await codeOf(clientWith(keys).send(read))).toBe('RequestTimeTooSkewed');
  });

  test('a signed address is good for its key, its method and its time', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'shared', Body: 'for five minutes' }));
    const address = await getSignedUrl(
      s3,
      new GetObjectCommand({ Bucket, Key: 'shared', ResponseContentDisposition: 'attachment; filename="notes.pdf"' }),
      { expiresIn: 300 },
    );
    const response = await fetch(address);
    expect(await response.text()).toBe('for five minutes');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="notes.pdf"');

    expect(await codeIn(await fetch(address.replace('/shared', '/kept')))).toBe('SignatureDoesNotMatch');
    expect(await codeIn(await fetch(address.replace('notes.pdf', 'other.exe')))).toBe('SignatureDoesNotMatch');
    expect(await codeIn(await fetch(address.replace('X-Amz-Expires=300', 'X-Amz-Expires=3000')))).toBe('SignatureDoesNotMatch');
    expect(await codeIn(await fetch(address, { method: 'PUT', body: 'x' }))).toBe('SignatureDoesNotMatch');
    expect(await codeIn(await fetch(address, { headers: { 'x-amz-copy-source': 'x' } }))).toBe('AccessDenied');
    nowMs += 301_000;
    expect(await codeIn(await fetch(address))).toBe('AccessDenied');
  });

  test('an address to upload to takes exactly the length and the type that it was signed for', async () => {
    const Key = 'uploads/one';
    const command = new PutObjectCommand({ Bucket, Key, ContentType: 'image/png', ContentLength: 5 });
    const address = await getSignedUrl(s3, command, {
      expiresIn: 300,
      signableHeaders: new Set(['content-type', 'content-length', 'host']),
    });
    const put = (body: string, type: string) => fetch(address, { method: 'PUT', body, headers: { 'content-type': type } });

    expect(await codeIn(await put('12345', 'text/html'))).toBe('SignatureDoesNotMatch');
    expect(await codeIn(await put('123456', 'image/png'))).toBe('SignatureDoesNotMatch');
    expect(await codeIn(await put('', 'image/png'))).toBe('SignatureDoesNotMatch');
    expect(await codeOf(bytesOf(Key))).toBe('NoSuchKey');
    expect((await put('12345', 'image/png')).status).toBe(200);
    expect((await bytesOf(Key)).toString()).toBe('12345');
  });

  test('what it does not know is refused, not taken for something else', async () => {
    expect(await codeOf(s3.send(new GetObjectAclCommand({ Bucket, Key: 'shared' })))).toBe('NotImplemented');
  });
});

describe('uploads in parts', () => {
  const MB = 1024 * 1024;
  const begin = async (Key: string): Promise<string> =>
    (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'video/mp4' }))).UploadId!;
  const send = async (Key: string, UploadId: string, PartNumber: number, Body: Buffer) => ({
    PartNumber,
    ETag: (await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }))).ETag,
  });
  const complete = (Key: string, UploadId: string, Parts: { PartNumber: number; ETag: string | undefined }[]) =>
    s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));

  test('go on after the store was stopped, and end as one object', async () => {
    const content = randomBytes(6 * MB);
    const UploadId = await begin('film.mp4');
    const first = await send('film.mp4', UploadId, 1, content.subarray(0, 5 * MB));
    await store.close();
    await open();
    const { Parts } = await s3.send(new ListPartsCommand({ Bucket, Key: 'film.mp4', UploadId }));
    expect(Parts?.map(({ PartNumber, Size, ETag }) => ({ PartNumber, Size, ETag }))).toEqual([{ ...first, Size: 5 * MB }]);
    const second = await send('film.mp4', UploadId, 2, content.subarray(5 * MB));
    expect((await complete('film.mp4', UploadId, [first, second])).ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect((await bytesOf('film.mp4')).equals(content)).toBe(true);
    expect((await bytesOf('film.mp4', `bytes=${5 * MB - 2}-${5 * MB + 1}`)).equals(content.subarray(5 * MB - 2, 5 * MB + 2))).toBe(true);
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'film.mp4' }))).toMatchObject({
      ContentType: 'video/mp4',
      ContentLength: 6 * MB,
    });
    expect(await codeOf(complete('film.mp4', UploadId, [first, second]))).toBe('NoSuchUpload');
  });

  test('are refused with parts too small, out of order, or that never came', async () => {
    const UploadId = await begin('refused');
    const [one, two] = [await send('refused', UploadId, 1, Buffer.alloc(10)), await send('refused', UploadId, 2, Buffer.alloc(10))];
    expect(await codeOf(complete('refused', UploadId, [one, two]))).toBe('EntityTooSmall');
    expect(await codeOf(complete('refused', UploadId, [two, one]))).toBe('InvalidPartOrder');
    expect(await codeOf(complete('refused', UploadId, [{ ...one, ETag: two.ETag && '"00"' }]))).toBe('InvalidPart');
    expect(await codeOf(complete('refused', UploadId, [{ PartNumber: 3, ETag: one.ETag }]))).toBe('InvalidPart');
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'refused', UploadId }));
    expect(await codeOf(send('refused', UploadId, 3, Buffer.alloc(10)))).toBe('NoSuchUpload');
  });

  test('and objects go by the rules of their bucket', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'tmp/old', Body: 'x' }));
    const UploadId = await begin('tmp/never-ended');
    const rule = { ID: 'tmp', Status: 'Enabled', Filter: { Prefix: 'tmp/' } } as const;
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: [{ ...rule, Expiration: { Days: 2 }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }],
        },
      }),
    );
    nowMs += DAY_MS + 1_000;
    await store.applyLifecycle();
    nowMs -= DAY_MS + 1_000;
    expect((await bytesOf('tmp/old')).toString()).toBe('x');
    expect(await codeOf(send('tmp/never-ended', UploadId, 1, Buffer.alloc(10)))).toBe('NoSuchUpload');
    nowMs += 2 * DAY_MS + 1_000;
    await store.applyLifecycle();
    nowMs -= 2 * DAY_MS + 1_000;
    expect(await codeOf(bytesOf('tmp/old'))).toBe('NoSuchKey');
  });
});
