import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import type { Lanes } from './lanes.ts';
import type { SmallWorld } from './small-world.ts';

const IN_STOCK = 1_000;
/** Fewer than two or three buyers may want. */
const SCARCE = 2;
const CREATE = 'mutation ($input: CreateProductInput!) { createProduct(input: $input) { id variants { id } } }';
const SET_STOCK = 'mutation ($id: ID!, $total: Int!) { setStock(variantId: $id, total: $total) { total } }';
const ATTACH = 'mutation ($productId: ID!, $fileId: ID!) { attachDownload(productId: $productId, fileId: $fileId) { id } }';

export interface Offer {
  readonly seller: Viewer;
  readonly productId: string;
  readonly variantId: string;
  readonly digital: boolean;
}

export const user = (accountType: 'BUYER' | 'SELLER' | 'ADMIN', sellerId: string | null = null): Viewer => ({
  kind: 'user',
  userId: newId(),
  sellerId,
  accountType,
  sessionId: newId(),
});

export const ADMIN = user('ADMIN');

/** What is for sale in one story: three sellers, with something to send each, of which there is little of one, and something to read. */
export async function market(world: SmallWorld, lanes: Lanes): Promise<Offer[]> {
  const [one, two, three] = [await open(world), await open(world), await open(world)];
  const offers = [
    await lamp(world, lanes, one, IN_STOCK),
    await lamp(world, lanes, two, IN_STOCK),
    await lamp(world, lanes, three, SCARCE),
  ];
  return [...offers, await book(world, lanes, one)];
}

/** A seller whom administrators have let in, and who never logs in. */
async function open(world: SmallWorld): Promise<Viewer> {
  const seller = user('SELLER', newId());
  const { userId, sellerId } = seller;
  await world.rows(
    'identity',
    `insert into users (id, email, password_hash, first_name, last_name, account_type, seller_id, version)
     values ($1::uuid, $1::uuid || '@example.com', '', 'Pat', 'Seller', 'SELLER', $2, 1)`,
    [userId, sellerId],
  );
  await world.rows('identity', `insert into seller (id, user_id, display_name, status) values ($1, $2, 'A shop', 'APPROVED')`, [
    sellerId,
    userId,
  ]);
  return seller;
}

async function lamp(world: SmallWorld, lanes: Lanes, seller: Viewer, total: number): Promise<Offer> {
  const offer = await product(world, seller, 'PHYSICAL');
  await deliverAll(lanes);
  await world.ask('inventory', seller, SET_STOCK, { id: offer.variantId, total });
  await deliverAll(lanes);
  return offer;
}

/** Its file is a row without bytes: addresses are given, and nobody follows them. */
async function book(world: SmallWorld, lanes: Lanes, seller: Viewer): Promise<Offer> {
  const offer = await product(world, seller, 'DIGITAL');
  const fileId = newId();
  await world.rows(
    'media',
    `insert into media_file (id, owner_id, seller_id, purpose, status, file_name, content_type, size, upload_expires_at)
     values ($1, $2, $3, 'STUDY_RESOURCE', 'READY', 'light.pdf', 'application/pdf', 1, now())`,
    [fileId, seller.userId, seller.sellerId],
  );
  await world.ask('media', seller, ATTACH, { productId: offer.productId, fileId });
  await deliverAll(lanes);
  return offer;
}

async function product(world: SmallWorld, seller: Viewer, kind: 'PHYSICAL' | 'DIGITAL'): Promise<Offer> {
  const prices = [{ amountMinor: 1_100, currency: 'EUR' }];
  const input = { kind, name: 'A lamp', description: 'Bright', price: { amountMinor: 1_250, currency: 'USD' }, prices };
  const { createProduct } = await world.ask<{ createProduct: { id: string; variants: { id: string }[] } }>('catalog', seller, CREATE, {
    input,
  });
  return { seller, productId: createProduct.id, variantId: createProduct.variants[0]!.id, digital: kind === 'DIGITAL' };
}

/** Everybody hears everything, as far as they can handle it now. Answers how many deliveries were handled. */
export async function deliverAll(lanes: Lanes): Promise<number> {
  let handled = 0;
  for (let before = -1; before !== handled; ) {
    before = handled;
    await lanes.takeUp();
    for (const lane of lanes.waiting())
      for (let next = lane.waiting[0]; next; next = lane.waiting[0]) {
        next.attempts += 1;
        const { outcome } = await lane.consumer.deliver(next.envelope, { sequence: next.sequence, attempt: next.attempts });
        if (outcome !== 'done') break;
        lane.waiting.shift();
        handled += 1;
      }
  }
  return handled;
}
