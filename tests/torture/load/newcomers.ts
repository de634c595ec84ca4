import { list, listBook } from './listing.ts';
import { introduce } from './payouts.ts';
import { Person } from './person.ts';
import type { Errand } from './scene.ts';
import { PICTURE, upload } from './uploading.ts';

const SHOW = 'mutation ($id: ID!, $images: [ID!]!) { updateProduct(id: $id, input: { imageFileIds: $images }) { images { url } } }';
const SET_STOCK = 'mutation ($id: ID!, $total: Int!) { setStock(variantId: $id, total: $total) { total } }';
const ARCHIVE = 'mutation ($id: ID!) { archiveProduct(id: $id) { id } }';
const ME = '{ me { id } }';
const SUSPEND = 'mutation ($id: ID!) { suspendUser(id: $id, reason: "The shop is closed") { id } }';
const REINSTATE = 'mutation ($id: ID!) { reinstateUser(id: $id) { id } }';
const PLENTY = 50;

/** Somebody opens a shop in the middle of it all: an account, one at the provider, goods with a picture, and goods to be read. */
export const newcomers: Errand = {
  name: 'shop opened and closed',
  async do({ market, tally, admin }) {
    const seller = await Person.register(market, tally, 'SELLER');
    await introduce(seller);
    const image = await upload(seller, PICTURE, 'image/png', 'PRODUCT_IMAGE');
    const lamp = await list(seller, 'A lamp', 1_000, PLENTY, { imageFileIds: [image] });
    const shown = await seller.askOrNull<{ updateProduct: { images: { url: string | null }[] } }>(SHOW, {
      id: lamp.productId,
      images: [await upload(seller, PICTURE, 'image/png', 'PRODUCT_IMAGE')],
    });
    for (const { url } of shown?.updateProduct.images ?? [])
      if (url) await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
    // Few are left, of which its seller is told.
    await seller.askOrNull(SET_STOCK, { id: lamp.variantId, total: 1 });
    const book = await listBook(seller, 'A book', 500);
    for (const { productId } of [lamp, book]) await seller.askOrNull(ARCHIVE, { id: productId });
    const { me } = await seller.ask<{ me: { id: string } }>(ME);
    for (const mutation of [SUSPEND, REINSTATE]) await admin.askOrNull(mutation, { id: me.id });
    tally.did(newcomers.name);
  },
};
