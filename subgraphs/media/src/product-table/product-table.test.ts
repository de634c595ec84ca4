import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { aSeller, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { startObjectStore } from '@stoa/sandbox/index';
import { completeProductTable, linkProductTable, openProductTable, storeProductTable } from '@stoa/schema/commands/media';
import { MediaStatusChanged } from '@stoa/schema/events/media';
import manifest from '../index.ts';
import { aDocument } from '../testing/given-file.ts';
import { aStoredTable, aTable, aTableToStore, TABLE } from '../testing/given-table.ts';
import { StoreAtHand } from '../testing/store-at-hand.ts';

let store: StoreAtHand;
let media: TestSubgraph;
beforeAll(async () => {
  store = await StoreAtHand.start(startObjectStore);
  media = await startTestSubgraph(manifest, { environment: store.environment });
});
afterAll(async () => {
  await media.stop();
  await store.close();
});

test('a seller’s table is read from any byte on, by nobody else, and its upload is told to nobody', async () => {
  const seller = aSeller();
  const fileId = await aTable(media, seller);
  const { url, size, contentType } = await media.answer(openProductTable, { fileId, sellerId: seller.sellerId! });
  expect({ size, contentType }).toEqual({ size: TABLE.length, contentType: 'application/x-ndjson' });
  expect(await (await fetch(url, { headers: { range: 'bytes=7-' } })).text()).toBe(TABLE.subarray(7).toString());
  expect(await media.emitted(MediaStatusChanged)).toEqual([]);
  const document = await aDocument(media, seller);
  for (const [id, sellerId] of [
    [fileId, newId()],
    [document.id, seller.sellerId!],
    ['no id', seller.sellerId!],
  ] as const)
    await expect(media.answer(openProductTable, { fileId: id, sellerId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a table that is made here is downloaded once it was completed, and takes no other bytes then', async () => {
  const fileId = await aStoredTable(media);
  expect(await media.answer(linkProductTable, { fileId })).toEqual({ link: null });
  await media.answer(completeProductTable, { fileId });
  await media.answer(completeProductTable, { fileId });
  const { link } = await media.answer(linkProductTable, { fileId });
  const download = await fetch(link!.url);
  expect(await download.text()).toBe(TABLE.toString());
  expect(download.headers.get('content-disposition')).toContain('products.jsonl');
  expect(await media.answer(storeProductTable, { ...aTableToStore(), fileId })).toEqual({ upload: null });
});

test('a table of which the bytes did not come, or other ones, is not completed', async () => {
  const wanted = aTableToStore();
  await media.answer(storeProductTable, wanted);
  await expect(media.answer(completeProductTable, { fileId: wanted.fileId })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  const fileId = await aStoredTable(media);
  await media.answer(storeProductTable, { ...aTableToStore(), fileId, size: TABLE.length + 1 });
  await expect(media.answer(completeProductTable, { fileId })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
