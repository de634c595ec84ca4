import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { aBuyer, aSeller, type GraphRefused, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startObjectStore } from '@stoa/sandbox/index';
import { claimImages } from '@stoa/schema/commands/media';
import sharp from 'sharp';
import { makeImageVariants } from '../image/make-image-variants.job.ts';
import manifest from '../index.ts';
import { anImage, anUpload, aPicture, confirm, PDF, put, requestUpload, type Wanted } from '../testing/given-file.ts';
import { StoreAtHand } from '../testing/store-at-hand.ts';
import { fileKey, uploadKey } from './object-keys.ts';
import { sweepFiles } from './sweep-files.job.ts';

let store: StoreAtHand;
let media: TestSubgraph;
let seller: Viewer;

beforeAll(async () => {
  store = await StoreAtHand.start(startObjectStore);
  media = await startTestSubgraph(manifest, { environment: store.environment });
  seller = aSeller();
});

afterAll(async () => {
  await media?.stop();
  await store?.close();
});

const documentOf: Omit<Wanted, 'size'> = { purpose: 'STUDY_RESOURCE', contentType: 'application/pdf' };
const anImageOf = (size: number): Wanted => ({ purpose: 'PRODUCT_IMAGE', contentType: 'image/jpeg', size });

const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: GraphRefused) => ({ code: error.code, ...error.details }),
  );

const get = (path: string) =>
  media.domain.route(
    { method: 'GET', path, query: new URLSearchParams(), headers: {}, body: new Uint8Array() },
    { kind: 'anonymous' } as Viewer,
    '00-00000000000000000000000000000001-0000000000000001-00',
  );

describe('an image', () => {
  test('is made anew in each size, and shown to everybody under an address of its own', async () => {
    const picture = await aPicture(2_000, 1_000);
    const { id, status, url, thumbnailUrl } = await anImage(media, seller, picture);
    expect({ status, url, thumbnailUrl }).toEqual({
      status: 'READY',
      url: `https://shop.example/media/${id}-large.webp`,
      thumbnailUrl: `https://shop.example/media/${id}-small.webp`,
    });
    const sizes = [];
    for (const variant of ['small', 'medium', 'large']) {
      const { status, headers, body } = await get(`/media/${id}-${variant}.webp`);
      expect({ status, headers }).toEqual({
        status: 200,
        headers: { 'content-type': 'image/webp', 'cache-control': 'public, max-age=31536000, immutable' },
      });
      const { width, height, format, exif } = await sharp(body).metadata();
      sizes.push({ width, height, format, exif });
    }
    expect(sizes).toEqual([
      { width: 320, height: 160, format: 'webp', exif: undefined },
      { width: 800, height: 400, format: 'webp', exif: undefined },
      { width: 1_600, height: 800, format: 'webp', exif: undefined },
    ]);
    expect((await sharp(picture).metadata()).exif).toBeDefined();
    expect((await store.keys()).filter((key) => key.includes(id) && !key.startsWith('images/'))).toEqual([]);
  });

  test('that is small is not made larger, and one that lies on its side is put upright', async () => {
    const lying = await sharp(await aPicture(300, 100))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { id } = await anImage(media, seller, lying);
    const { body } = await get(`/media/${id}-large.webp`);
    expect(await sharp(body).metadata()).toMatchObject({ width: 100, height: 300 });
  });

  test('that begins like one and is none fails, in words', async () => {
    const torn = (await aPicture()).subarray(0, 700);
    const { id } = await anUpload(media, seller, { purpose: 'PRODUCT_IMAGE', contentType: 'image/jpeg' }, torn);
    await media.run(makeImageVariants);
    const [row] = await media.sql.query('select status, failure from media_file where id = $1', [id]);
    expect(row).toEqual({ status: 'FAILED', failure: 'it is no image that can be read' });
    expect((await get(`/media/${id}-large.webp`)).status).toBe(404);
  });

  test('is claimed by its uploader only, and only when it is ready', async () => {
    const { id } = await anImage(media, seller);
    const waiting = (await requestUpload(media, seller, anImageOf(10))).file.id;
    const claim = (viewer: Viewer, fileIds: string[]) => media.answer(claimImages, { sellerId: viewer.sellerId!, fileIds });
    expect(await claim(seller, [id])).toEqual({
      images: [{ fileId: id, url: `https://shop.example/media/${id}-large.webp`, width: 1_600, height: 800 }],
    });
    await expect(claim(aSeller(), [id])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(claim(seller, [id, waiting])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(claim(seller, ['no id'])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('is all that the public address serves', async () => {
    const { id } = await anUpload(media, seller, documentOf, PDF);
    for (const name of [id, `${id}-large.webp`, `..%2Ffiles%2F${id}`, `../files/${id}`, `${id}-huge.webp`, 'x'])
      expect((await get(`/media/${name}`)).status).toBe(404);
  });
});

describe('a file', () => {
  test('is ready as soon as what was uploaded is what was promised', async () => {
    const sha256 = createHash('sha256').update(PDF).digest('base64');
    const { id, status, url } = await anUpload(media, seller, { ...documentOf, sha256 }, PDF);
    expect({ status, url }).toEqual({ status: 'READY', url: null });
    expect(await store.read(fileKey(id))).toEqual(PDF);
    expect((await confirm(media, seller, id)).status).toBe('READY');
  });

  test('stays what was looked at, though the address takes another upload', async () => {
    const requested = await requestUpload(media, seller, { ...documentOf, size: PDF.length });
    expect(await put(requested, PDF)).toBe(200);
    await confirm(media, seller, requested.file.id);
    expect(await put(requested, Buffer.alloc(PDF.length, 'MZ'))).toBe(200);
    expect((await confirm(media, seller, requested.file.id)).status).toBe('READY');
    expect(await store.read(fileKey(requested.file.id))).toEqual(PDF);
  });

  test('is taken in exactly the length, the type and the bytes that were promised', async () => {
    const sha256 = createHash('sha256').update(PDF).digest('base64');
    const requested = await requestUpload(media, seller, { ...documentOf, size: PDF.length, sha256 });
    expect(await put(requested, PDF.subarray(1))).toBe(403);
    expect(await put(requested, '')).toBe(403);
    expect(await put(requested, PDF, { 'content-type': 'text/html' })).toBe(403);
    expect(await put(requested, Buffer.from(PDF).reverse())).toBe(400);
    expect(await put(requested, PDF, { 'x-amz-acl': 'public-read' })).toBe(403);
    const elsewhere = { ...requested, uploadUrl: requested.uploadUrl!.replace(uploadKey(requested.file.id), fileKey(requested.file.id)) };
    expect(await put(elsewhere, PDF)).toBe(403);
    expect(await store.read(uploadKey(requested.file.id))).toBeNull();
    expect(await put(requested, PDF)).toBe(200);
  });

  test('that was not uploaded yet can be confirmed later', async () => {
    const requested = await requestUpload(media, seller, { ...documentOf, size: PDF.length });
    expect(await refusalOf(confirm(media, seller, requested.file.id))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'fileId' });
    await put(requested, PDF);
    expect((await confirm(media, seller, requested.file.id)).status).toBe('READY');
  });

  test.each([
    ['a program under the name of a document', 'application/pdf', Buffer.from(`MZ${'\0'.repeat(200)}`)],
    ['a picture as a document', 'application/pdf', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['a page with a script as text', 'text/plain', Buffer.from(' <!DOCTYPE html><script>steal()</script>')],
    ['bytes that no text has, as text', 'text/csv', Buffer.from('a,b\0c')],
    ['a document as text', 'text/plain', PDF],
  ])('that is %s fails for good', async (_what, contentType, bytes) => {
    const requested = await requestUpload(media, seller, { purpose: 'STUDY_RESOURCE', contentType, size: bytes.length });
    expect(await put(requested, bytes)).toBe(200);
    const refusal = { code: 'BAD_USER_INPUT', field: 'fileId' };
    expect(await refusalOf(confirm(media, seller, requested.file.id))).toMatchObject(refusal);
    expect(await refusalOf(confirm(media, seller, requested.file.id))).toMatchObject(refusal);
    expect(await store.read(uploadKey(requested.file.id))).toBeNull();
    expect(await store.read(fileKey(requested.file.id))).toBeNull();
  });

  test('a text with accents is text', async () => {
    const bytes = Buffer.from('# Über die Zeit\n\nÀ bientôt – 時間\n');
    expect((await anUpload(media, seller, { purpose: 'STUDY_RESOURCE', contentType: 'text/markdown' }, bytes)).status).toBe('READY');
  });
});

describe('an address to upload to is refused', () => {
  test.each([
    ['for nothing', { size: 0 }, { code: 'BAD_USER_INPUT', field: 'size' }],
    ['for less than nothing', { size: -1 }, { code: 'BAD_USER_INPUT', field: 'size' }],
    ['for too much', { size: 20 * 1024 * 1024 + 1 }, { code: 'BAD_USER_INPUT', field: 'size' }],
    ['for a type that is not wanted', { contentType: 'image/svg+xml' }, { code: 'BAD_USER_INPUT', field: 'contentType' }],
    ['for another purpose’s type', { contentType: 'application/pdf' }, { code: 'BAD_USER_INPUT', field: 'contentType' }],
    ['with a checksum that is none', { sha256: 'abc' }, { code: 'BAD_USER_INPUT', field: 'sha256' }],
  ])('%s', async (_what, change, refusal) => {
    expect(await refusalOf(requestUpload(media, seller, { ...anImageOf(1_000), ...change }))).toMatchObject(refusal);
  });

  test('to a buyer, except for their own portrait', async () => {
    const buyer = aBuyer();
    expect(await refusalOf(requestUpload(media, buyer, anImageOf(1_000)))).toMatchObject({ code: 'FORBIDDEN' });
    expect((await requestUpload(media, buyer, { ...anImageOf(1_000), purpose: 'AVATAR' })).file.status).toBe('AWAITING_UPLOAD');
  });
});

test('what came to nothing is swept, and what is used is not', async () => {
  const [claimed, unclaimed] = [await anImage(media, seller), await anImage(media, seller)];
  const abandoned = (await requestUpload(media, seller, anImageOf(10))).file.id;
  const fresh = (await requestUpload(media, seller, anImageOf(10))).file.id;
  await media.answer(claimImages, { sellerId: seller.sellerId!, fileIds: [claimed.id] });
  await media.sql.query(
    `update media_file set unused_since = unused_since - interval '8 days', upload_expires_at = upload_expires_at - interval '8 days' where id = any($1::uuid[])`,
    [[claimed.id, unclaimed.id, abandoned]],
  );
  await media.run(sweepFiles);
  const left = await media.sql.query<{ id: string }>('select id from media_file where id = any($1::uuid[])', [
    [claimed.id, unclaimed.id, abandoned, fresh],
  ]);
  expect(left.map(({ id }) => id).sort()).toEqual([claimed.id, fresh].sort());
  const keys = await store.keys();
  expect(keys.filter((key) => key.includes(claimed.id))).toHaveLength(3);
  expect(keys.filter((key) => key.includes(unclaimed.id))).toEqual([]);
});
