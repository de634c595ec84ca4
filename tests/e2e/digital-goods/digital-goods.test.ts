import { beforeEach, expect, test } from '@jest/globals';
import {
  AddToCartDocument,
  AttachDownloadDocument,
  BoughtFilesDocument,
  ConfirmUploadDocument,
  DownloadsOfDocument,
  FollowFileDocument,
  RefundPaymentDocument,
  RequestUploadDocument,
  ShowImagesDocument,
  ShowPortraitDocument,
} from '@stoa/schema/generated/operations/e2e';
import { addToCart, checkOut, orderIs, pay, seeOrder } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { aDocument, bytesAt, PDF, PNG, send } from '../support/uploads.ts';

let shop: Shop;
let lampSeller: Person;
let teacher: Person;
let buyer: Person;

inOneShop(async (opened) => {
  shop = opened;
  lampSeller = await aSeller(shop);
});

beforeEach(async () => {
  [teacher, buyer] = await Promise.all([aSeller(shop), aBuyer(shop)]);
});

/** A study resource on sale, with its file. */
async function aResource(bytes = PDF, fileName = 'light.pdf'): Promise<Goods> {
  const resource = await goods(teacher, 'Light, explained', 1_500, null, { kind: 'DIGITAL' });
  await teacher.ask(AttachDownloadDocument, { productId: resource.productId, fileId: await aDocument(teacher, bytes, fileName) });
  return resource;
}

/** What there is no file of is null beside a FORBIDDEN, so errors are no failure here. */
const bought = async (orderId: string) => (await buyer.send(BoughtFilesDocument, { orderId })).data!.order!;
const lineOf = async (orderId: string): Promise<string> => (await seeOrder(buyer, orderId)).items[0]!.id;
const fileOf = async (orderId: string) =>
  until(
    'the file is there',
    async () => (await bought(orderId)).items.find((item) => item.variant?.product?.downloads?.length)?.variant?.product?.downloads?.[0],
  );

test('a lamp and a study resource in one basket: one is sent, the other is there at once, byte for byte', async () => {
  const lamp = await goods(lampSeller, 'A lamp', 4_000, 5);
  const resource = await aResource();
  await addToCart(buyer, lamp.variantId);
  await addToCart(buyer, resource.variantId);
  const checkedOut = await checkOut(buyer);
  expect((await bought(checkedOut.order.id)).items.map((item) => item.variant?.product?.downloads)).toEqual([null, null]);
  await pay(shop, checkedOut);
  const { url, file } = await fileOf(checkedOut.order.id);
  expect(file).toEqual({ fileName: 'light.pdf', size: PDF.length });
  expect(await bytesAt(url)).toEqual(PDF);
  const { status, shipments } = await bought(checkedOut.order.id);
  expect(status).toBe('CONFIRMED');
  expect(shipments!.flatMap(({ items }) => items.map(({ name }) => name))).toEqual(['A lamp']);
  await everythingAgrees(shop);
});

test('an order of nothing but downloads is delivered when it is paid, and never sees a parcel', async () => {
  const resource = await aResource();
  await addToCart(buyer, resource.variantId);
  const checkedOut = await checkOut(buyer, { shippingAddress: null });
  await pay(shop, checkedOut);
  await orderIs(buyer, checkedOut.order.id, 'DELIVERED');
  expect((await bought(checkedOut.order.id)).shipments).toEqual([]);
  expect(await bytesAt((await fileOf(checkedOut.order.id)).url)).toEqual(PDF);
  await everythingAgrees(shop);
});

test('a refund ends it; strangers, passers-by and whoever has not paid never had it', async () => {
  const resource = await aResource();
  await addToCart(buyer, resource.variantId);
  const checkedOut = await checkOut(buyer, { shippingAddress: null });
  const seenBy = async (person: Pick<Person, 'send'>) => {
    const { data, errors } = await person.send(DownloadsOfDocument, { id: resource.productId });
    return { downloads: data?.product?.downloads, code: errors?.[0]?.extensions?.code };
  };
  expect(await seenBy(buyer)).toEqual({ downloads: null, code: 'FORBIDDEN' });
  await pay(shop, checkedOut);
  await fileOf(checkedOut.order.id);
  expect(await seenBy(await aBuyer(shop))).toEqual({ downloads: null, code: 'FORBIDDEN' });
  expect(await seenBy(lampSeller)).toEqual({ downloads: null, code: 'FORBIDDEN' });
  expect(await seenBy(shop.client())).toEqual({ downloads: null, code: 'UNAUTHENTICATED' });
  await teacher.ask(RefundPaymentDocument, {
    input: {
      paymentId: checkedOut.payment.id,
      items: [{ orderItemId: await lineOf(checkedOut.order.id), quantity: 1 }],
      idempotencyKey: crypto.randomUUID(),
    },
  });
  await until('the download is gone', async () => (await seenBy(buyer)).code === 'FORBIDDEN');
  await everythingAgrees(shop);
});

test('a digital product without its file cannot be bought; another version of it reaches those who have', async () => {
  const resource = await goods(teacher, 'Not written yet', 1_500, null, { kind: 'DIGITAL' });
  expect((await buyer.refusal(AddToCartDocument, { variantId: resource.variantId, quantity: 1 })).code).toBe('DOWNLOAD_MISSING');
  await teacher.ask(AttachDownloadDocument, { productId: resource.productId, fileId: await aDocument(teacher) });
  await addToCart(buyer, resource.variantId);
  const checkedOut = await checkOut(buyer, { shippingAddress: null });
  await pay(shop, checkedOut);
  await fileOf(checkedOut.order.id);
  const second = Buffer.concat([PDF, Buffer.from('Second edition.')]);
  await teacher.ask(AttachDownloadDocument, { productId: resource.productId, fileId: await aDocument(teacher, second, 'second.pdf') });
  expect(await bytesAt((await fileOf(checkedOut.order.id)).url)).toEqual(second);
});

test('a picture is followed until it is ready, and seen by everybody where the product is', async () => {
  const lamp = await goods(lampSeller, 'A lamp with a picture', 4_000, 5);
  const { fileId } = await send(lampSeller, PNG, { fileName: 'lamp.png', contentType: 'image/png', purpose: 'PRODUCT_IMAGE' });
  const changes = lampSeller.watch(FollowFileDocument, { fileId });
  expect((await lampSeller.ask(ConfirmUploadDocument, { fileId })).confirmUpload.id).toBe(fileId);
  await until('it is ready', async () => changes.events.some(({ mediaStatusChanged }) => mediaStatusChanged.status === 'READY'));
  changes.stop();
  await lampSeller.ask(ShowImagesDocument, { id: lamp.productId, fileIds: [fileId] });
  // A passer-by sees the picture, and nothing to download.
  const { data } = await shop.client().send(DownloadsOfDocument, { id: lamp.productId });
  const [image] = data!.product!.images;
  expect(image).toMatchObject({ width: 1, height: 1 });
  const response = await fetch(image!.url);
  expect(response.headers.get('content-type')).toBe('image/webp');
  expect((await bytesAt(image!.url)).toString('latin1', 8, 12)).toBe('WEBP');
});

test('a portrait is shown by its owner alone, and to everybody', async () => {
  const { fileId } = await send(buyer, PNG, { fileName: 'me.png', contentType: 'image/png', purpose: 'AVATAR' });
  await buyer.ask(ConfirmUploadDocument, { fileId });
  // Until it has been made anew nobody may show it.
  const { avatarUrl } = await until('it is ready', async () => {
    const { data } = await buyer.send(ShowPortraitDocument, { fileId });
    return data?.updateProfile;
  });
  expect((await bytesAt(avatarUrl!)).toString('latin1', 8, 12)).toBe('WEBP');
  expect(await teacher.refusal(ShowPortraitDocument, { fileId })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'avatarFileId' });
  expect((await buyer.ask(ShowPortraitDocument, { fileId: null })).updateProfile.avatarUrl).toBeNull();
});

test('an address leads to just its file, for five minutes, and cannot be changed', async () => {
  const [resource, other] = [await aResource(), await aResource(Buffer.concat([PDF, Buffer.from('Another one.')]), 'other.pdf')];
  await addToCart(buyer, resource.variantId);
  const checkedOut = await checkOut(buyer, { shippingAddress: null });
  await pay(shop, checkedOut);
  const { url } = await fileOf(checkedOut.order.id);
  const [{ file_id: otherFileId }] = (await shop.sql<{ file_id: string }>('media', 'select file_id from download where product_id = $1', [
    other.productId,
  ])) as [{ file_id: string }];
  const statusOf = async (change: (address: URL) => void): Promise<number> => {
    const address = new URL(url);
    change(address);
    return (await fetch(address)).status;
  };
  expect({
    asGiven: await statusOf(() => undefined),
    ofAnother: await statusOf((address) => {
      address.pathname = address.pathname.replace(/[^/]+$/, otherFileId);
    }),
    forLonger: await statusOf((address) => address.searchParams.set('X-Amz-Expires', '604800')),
    underAnotherName: await statusOf((address) => address.searchParams.set('response-content-disposition', 'inline')),
    otherwiseSigned: await statusOf((address) => address.searchParams.set('X-Amz-Signature', '0'.repeat(64))),
    unsigned: await statusOf((address) => {
      address.search = '';
    }),
  }).toMatchObject({ asGiven: 200, ofAnother: 403, forLonger: 403, underAnotherName: 403, otherwiseSigned: 403, unsigned: 403 });
  expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('300');
});

test.each([
  ['nothing at all', { size: 0 }, 'size'],
  ['more than may be', { size: 600 * 1024 * 1024 }, 'size'],
  ['what runs', { contentType: 'application/x-msdownload' }, 'contentType'],
  ['a video as a document', { contentType: 'video/mp4' }, 'contentType'],
])('%s is refused before anything is sent', async (_what, wrong, field) => {
  const input = { fileName: 'light.pdf', contentType: 'application/pdf', purpose: 'STUDY_RESOURCE' as const, size: 100, ...wrong };
  expect(await teacher.refusal(RequestUploadDocument, { input })).toMatchObject({ code: 'BAD_USER_INPUT', field });
});

test.each([
  ['a program under a document’s name', 'application/pdf', Buffer.from(`MZ${'\0'.repeat(100)}`)],
  ['a page with a script', 'text/plain', Buffer.from('<html><script>steal()</script></html>')],
])('%s is refused when it is confirmed', async (_what, contentType, bytes) => {
  const { fileId, status } = await send(teacher, bytes, { fileName: 'light.pdf', contentType, purpose: 'STUDY_RESOURCE' });
  expect(status).toBe(200);
  expect(await teacher.refusal(ConfirmUploadDocument, { fileId })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'fileId' });
  const resource = await goods(teacher, 'Harmful', 1_500, null, { kind: 'DIGITAL' });
  expect((await teacher.refusal(AttachDownloadDocument, { productId: resource.productId, fileId })).code).toBe('BAD_USER_INPUT');
});
