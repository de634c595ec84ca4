import { EVERY_SCOPE, type Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import type { Lanes } from './lanes.ts';
import type { SmallWorld } from './small-world.ts';

const IN_STOCK = 1_000;
/** Fewer than two or three buyers may want. */
const SCARCE = 2;
const CREATE = 'mutation ($input: CreateProductInput!) { createProduct(input: $input) { id variants { id } } }';
const SET_STOCK = 'mutation ($id: ID!, $total: Int!) { setStock(variantId: $id, total: $total) { total } }';
const ADD_CHAPTER = 'mutation ($productId: ID!) { addChapter(productId: $productId, title: "Light") { id } }';
const ADD_LECTURE = 'mutation ($chapterId: ID!) { addLecture(chapterId: $chapterId, input: { title: "On light" }) { id } }';
const ATTACH = 'mutation ($productId: ID!, $fileId: ID!) { attachDownload(productId: $productId, fileId: $fileId) { id } }';

export interface Offer {
  readonly seller: Viewer;
  readonly productId: string;
  readonly variantId: string;
  readonly digital: boolean;
  /** Of a course. */
  readonly lectureIds: readonly string[];
}

export const user = (accountType: 'BUYER' | 'SELLER' | 'ADMIN', sellerId: string | null = null): Viewer => ({
  kind: 'user',
  userId: newId(),
  sellerId,
  accountType,
  sessionId: newId(),
});

export const ADMIN: Viewer = { ...user('ADMIN'), scopes: [EVERY_SCOPE] };

/** What is for sale in one story: three sellers, with something to send each, of which there is little of one, and something to read and to learn. */
export async function market(world: SmallWorld, lanes: Lanes): Promise<Offer[]> {
  const [one, two, three] = [await open(world), await open(world), await open(world)];
  const lamps = [await product(world, one, 'PHYSICAL'), await product(world, two, 'PHYSICAL'), await product(world, three, 'PHYSICAL')];
  const [book, course] = [await product(world, one, 'DIGITAL'), await product(world, two, 'COURSE')];
  await deliverAll(lanes);
  for (const { seller, variantId } of lamps)
    await world.ask('inventory', seller, SET_STOCK, { id: variantId, total: seller === three ? SCARCE : IN_STOCK });
  await attach(world, book);
  const lectureIds = await teach(world, course);
  await deliverAll(lanes);
  return [...lamps, book, { ...course, lectureIds }];
}

/** A seller, who has an account and never logs in. */
async function open(world: SmallWorld): Promise<Viewer> {
  const seller = user('SELLER', newId());
  await register(world, seller);
  await world.rows('identity', `insert into seller (id, user_id, display_name, status) values ($1, $2, 'A shop', 'APPROVED')`, [
    seller.sellerId,
    seller.userId,
  ]);
  return seller;
}

/** Gives somebody a name, as far as others ask for it. */
export const register = (world: SmallWorld, { userId, accountType, sellerId }: Viewer): Promise<unknown> =>
  world.rows(
    'identity',
    `insert into users (id, email, password_hash, first_name, last_name, account_type, seller_id, version)
     values ($1::uuid, $1::uuid || '@example.com', '', 'Pat', 'Person', $2, $3, 1) on conflict do nothing`,
    [userId, accountType, sellerId],
  );

/** Its file is a row without bytes: addresses are given, and nobody follows them. */
async function attach(world: SmallWorld, { seller, productId }: Offer): Promise<void> {
  const fileId = newId();
  await world.rows(
    'media',
    `insert into media_file (id, owner_id, seller_id, purpose, status, file_name, content_type, size, upload_expires_at)
     values ($1, $2, $3, 'STUDY_RESOURCE', 'READY', 'light.pdf', 'application/pdf', 1, now())`,
    [fileId, seller.userId, seller.sellerId],
  );
  await world.ask('media', seller, ATTACH, { productId, fileId });
}

/** Its lectures are to be read, so that each is done at once. */
async function teach(world: SmallWorld, { seller, productId }: Offer): Promise<string[]> {
  const { addChapter } = await world.ask<{ addChapter: { id: string } }>('learning', seller, ADD_CHAPTER, { productId });
  const add = () => world.ask<{ addLecture: { id: string } }>('learning', seller, ADD_LECTURE, { chapterId: addChapter.id });
  return [(await add()).addLecture.id, (await add()).addLecture.id];
}

async function product(world: SmallWorld, seller: Viewer, kind: 'PHYSICAL' | 'DIGITAL' | 'COURSE'): Promise<Offer> {
  const prices = [{ amountMinor: 1_100, currency: 'EUR' }];
  const input = { kind, name: 'A lamp', description: 'Bright', price: { amountMinor: 1_250, currency: 'USD' }, prices };
  const { createProduct } = await world.ask<{ createProduct: { id: string; variants: { id: string }[] } }>('catalog', seller, CREATE, {
    input,
  });
  return { seller, productId: createProduct.id, variantId: createProduct.variants[0]!.id, digital: kind !== 'PHYSICAL', lectureIds: [] };
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
