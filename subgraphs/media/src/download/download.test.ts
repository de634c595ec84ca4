import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, anAdmin, answering, aPasserBy, aSeller, startTestSubgraph, statementsDuring, type TestSubgraph } from '@stoa/kit/testing';
import { startObjectStore } from '@stoa/sandbox/index';
import { describeProducts } from '@stoa/schema/commands/catalog';
import { describeDownloads } from '@stoa/schema/commands/media';
import { DownloadAttached } from '@stoa/schema/events/media';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import { LineRefunded, LineRestored } from '@stoa/schema/events/payments';
import { sweepFiles } from '../file/sweep-files.job.ts';
import manifest from '../index.ts';
import { aBoughtDownload, anOrderOf, aRefundOf, attach } from '../testing/given-download.ts';
import { aDocument, anImage, PDF, requestUpload } from '../testing/given-file.ts';
import { StoreAtHand } from '../testing/store-at-hand.ts';

let store: StoreAtHand;
let media: TestSubgraph;
let seller: Viewer;

/** Products as catalog would describe them. */
const products = new Map<string, { sellerId: string; kind: 'DIGITAL' | 'PHYSICAL' }>();
const aProduct = (kind: 'DIGITAL' | 'PHYSICAL' = 'DIGITAL'): string => {
  const productId = newId();
  products.set(productId, { sellerId: seller.sellerId!, kind });
  return productId;
};

beforeAll(async () => {
  store = await StoreAtHand.start(startObjectStore);
  const described = answering(describeProducts, ({ productIds }) => ({
    products: productIds
      .filter((id) => products.has(id))
      .map((productId) => ({ productId, ...products.get(productId)!, status: 'ACTIVE' as const })),
  }));
  media = await startTestSubgraph(manifest, { environment: store.environment, commands: [described] });
  seller = aSeller();
});

afterAll(async () => {
  await media?.stop();
  await store?.close();
});

interface Seen {
  readonly downloads:
    | readonly { readonly url: string; readonly expiresAt: string; readonly file: { readonly fileName: string; readonly size: number } }[]
    | null;
}

const DOWNLOADS = `query ($keys: [_Any!]!) {
  _entities(representations: $keys) { ... on Product { downloads { url expiresAt file { fileName size } } } }
}`;

async function look(viewer: Viewer, ...productIds: string[]): Promise<{ seen: Seen[]; codes: unknown[] }> {
  const keys = productIds.map((id) => ({ __typename: 'Product', id }));
  const { data, errors = [] } = await media.as(viewer).request(DOWNLOADS, { keys });
  return { seen: (data as { _entities: Seen[] })._entities, codes: errors.map((error) => error.extensions?.code) };
}

const linkOf = async (viewer: Viewer, productId: string) => (await look(viewer, productId)).seen[0]!.downloads![0]!;

const issued = async (productId: string) =>
  (await media.sql.query<{ links_issued: number }>('select links_issued from entitlement where product_id = $1', [productId]))[0]
    ?.links_issued;

describe('whoever bought it', () => {
  test('downloads the bytes that were uploaded, under their name, by an address of their own for some minutes', async () => {
    const { productId, buyer } = await aBoughtDownload(media, seller, aProduct());
    const { url, expiresAt, file } = await linkOf(buyer, productId);
    expect(file).toEqual({ fileName: 'light.pdf', size: PDF.length });
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(300_000);
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('300');
    const response = await fetch(url);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PDF);
    expect(response.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''light.pdf");
    expect(await issued(productId)).toBe(1);
  });

  test('gets another version of it, too', async () => {
    const { productId, buyer } = await aBoughtDownload(media, seller, aProduct());
    const second = Buffer.concat([PDF, Buffer.from('and one page more')]);
    await attach(media, seller, productId, (await aDocument(media, seller, second, 'light, 2nd edition.pdf')).id);
    const { url, file } = await linkOf(buyer, productId);
    expect(file.fileName).toBe('light, 2nd edition.pdf');
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(second);
  });

  test('loses it with the money for it, whichever is heard of first, and keeps what was bought twice', async () => {
    const { productId, buyer, order } = await aBoughtDownload(media, seller, aProduct());
    const again = anOrderOf(buyer.userId!, productId);
    await media.deliver(LineRefunded, aRefundOf(again));
    await media.deliver(OrderConfirmed, again);
    expect((await look(buyer, productId)).codes).toEqual([]);
    await media.deliver(LineRefunded, aRefundOf(order));
    expect(await look(buyer, productId)).toEqual({ seen: [{ downloads: null }], codes: ['FORBIDDEN'] });
  });

  test('has it again where a bank that had kept the money returns it', async () => {
    const { productId, buyer, order } = await aBoughtDownload(media, seller, aProduct());
    await media.deliver(LineRefunded, aRefundOf(order));
    await media.deliver(LineRestored, aRefundOf(order));
    expect((await look(buyer, productId)).codes).toEqual([]);
  });

  test('has so many addresses in an hour, and no effect on others', async () => {
    const { productId, buyer } = await aBoughtDownload(media, seller, aProduct());
    const other = await aBoughtDownload(media, seller, aProduct());
    await media.deliver(OrderConfirmed, anOrderOf(buyer.userId!, other.productId));
    for (let times = 0; times < 30; times++) expect((await look(buyer, productId)).codes).toEqual([]);
    const { seen, codes } = await look(buyer, productId, other.productId);
    expect(codes).toEqual(['RATE_LIMITED']);
    expect(seen[0]!.downloads).toBeNull();
    expect(seen[1]!.downloads).toHaveLength(1);
    expect(await issued(productId)).toBe(30);
  });

  test('of many products sees all of them by as many statements as one', async () => {
    const { productId, buyer } = await aBoughtDownload(media, seller, aProduct());
    const ids = [productId];
    for (let more = 0; more < 4; more++) {
      const { productId: id } = await aBoughtDownload(media, seller, aProduct());
      await media.deliver(OrderConfirmed, anOrderOf(buyer.userId!, id));
      ids.push(id);
    }
    const one = await statementsDuring(media, () => look(buyer, productId));
    const five = await statementsDuring(media, () => look(buyer, ...ids));
    expect(five).toHaveLength(one.length);
  });
});

describe('nobody else', () => {
  test('sees anything', async () => {
    const { productId } = await aBoughtDownload(media, seller, aProduct());
    const none = [{ downloads: null }];
    expect(await look(aBuyer(), productId)).toEqual({ seen: none, codes: ['FORBIDDEN'] });
    expect(await look(aSeller(), productId)).toEqual({ seen: none, codes: ['FORBIDDEN'] });
    expect(await look(aPasserBy, productId)).toEqual({ seen: none, codes: ['UNAUTHENTICATED'] });
    expect(await look(aBuyer(), newId())).toEqual({ seen: none, codes: ['FORBIDDEN'] });
  });

  test('but its seller and admins', async () => {
    const { productId } = await aBoughtDownload(media, seller, aProduct());
    expect((await look(seller, productId)).seen[0]!.downloads).toHaveLength(1);
    expect((await look(anAdmin(), productId)).seen[0]!.downloads).toHaveLength(1);
    expect(await issued(productId)).toBe(0);
  });

  test('has anything of goods that are sent', async () => {
    const buyer = aBuyer();
    const productId = aProduct('PHYSICAL');
    await media.deliver(OrderConfirmed, anOrderOf(buyer.userId!, productId, 'PHYSICAL'));
    expect((await look(buyer, productId)).codes).toEqual(['FORBIDDEN']);
  });
});

describe('attaching a file', () => {
  test('is told, and makes the product one that can be sold', async () => {
    const productId = aProduct();
    expect(await media.answer(describeDownloads, { productIds: [productId] })).toEqual({ productIds: [] });
    const { id: fileId } = await aDocument(media, seller);
    await attach(media, seller, productId, fileId);
    expect(await media.answer(describeDownloads, { productIds: [productId] })).toEqual({ productIds: [productId] });
    expect(await media.emitted(DownloadAttached)).toContainEqual({ productId, sellerId: seller.sellerId, fileId });
  });

  test('is for digital products, with files that are ready and not another product’s', async () => {
    const { id: fileId } = await aDocument(media, seller);
    const refused = (productId: string, file: string, refusal: object) =>
      expect(attach(media, seller, productId, file)).rejects.toMatchObject(refusal);
    await refused(aProduct('PHYSICAL'), fileId, { code: 'BAD_USER_INPUT', details: { field: 'productId' } });
    await refused(newId(), fileId, { code: 'NOT_FOUND' });
    await refused(aProduct(), (await anImage(media, seller)).id, { code: 'NOT_FOUND' });
    await refused(aProduct(), (await aDocument(media, aSeller())).id, { code: 'NOT_FOUND' });
    const wanted = { purpose: 'STUDY_RESOURCE', contentType: 'application/pdf', size: 10 } as const;
    await refused(aProduct(), (await requestUpload(media, seller, wanted)).file.id, {
      code: 'BAD_USER_INPUT',
      details: { field: 'fileId' },
    });
    await attach(media, seller, aProduct(), fileId);
    await refused(aProduct(), fileId, { code: 'BAD_USER_INPUT', details: { field: 'fileId' } });
  });

  test('ages out the version before, and keeps the present one', async () => {
    const productId = aProduct();
    const [first, second] = [await aDocument(media, seller), await aDocument(media, seller)];
    await attach(media, seller, productId, first.id);
    await attach(media, seller, productId, second.id);
    const left = async () =>
      (await media.sql.query<{ id: string }>('select id from media_file where id = any($1::uuid[])', [[first.id, second.id]])).map(
        ({ id }) => id,
      );
    await media.run(sweepFiles);
    expect(await left()).toHaveLength(2);
    await media.sql.query(`update media_file set unused_since = unused_since - interval '8 days' where id = any($1::uuid[])`, [
      [first.id, second.id],
    ]);
    await media.run(sweepFiles);
    expect(await left()).toEqual([second.id]);
  });
});
