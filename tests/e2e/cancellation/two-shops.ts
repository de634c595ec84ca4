import { beforeEach } from '@jest/globals';
import { ParcelsToSendDocument, ShipDocument, TakeInHandDocument } from '@stoa/schema/generated/operations/e2e';
import { addToCart, type CheckedOut, checkOut, orderIs, pay, seeOrder } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { type StockFigures, stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

/** Two sellers, and before each test a buyer with a basket of both: two lamps and a vase of one, a book of the other. */
export interface TwoShops {
  shop: Shop;
  admin: Client;
  lampSeller: Person;
  bookSeller: Person;
  buyer: Person;
  lamp: Goods;
  vase: Goods;
  book: Goods;
  bought: CheckedOut;
}

export function twoShops(): TwoShops {
  const world = {} as TwoShops;
  inOneShop(async (shop) => {
    const [admin, lampSeller, bookSeller] = await Promise.all([shop.admin(), aSeller(shop), aSeller(shop)]);
    Object.assign(world, { shop, admin, lampSeller, bookSeller });
  });
  beforeEach(async () => {
    const { shop, lampSeller, bookSeller } = world;
    const buyer = await aBuyer(shop);
    const lamp = await goods(lampSeller, 'Brass lamp', 3_000, 10);
    const vase = await goods(lampSeller, 'Blue vase', 2_000, 10);
    const book = await goods(bookSeller, 'Old book', 2_000, 10);
    await addToCart(buyer, lamp.variantId, 2);
    await addToCart(buyer, vase.variantId, 1);
    await addToCart(buyer, book.variantId, 1);
    Object.assign(world, { buyer, lamp, vase, book, bought: await checkOut(buyer) });
  });
  return world;
}

/** Pays, and waits until everybody knows. */
export async function paid({ shop, buyer, bought, lamp, vase, book }: TwoShops): Promise<void> {
  await pay(shop, bought);
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  await until('the sales are made', async () => (await Promise.all([lamp, vase, book].map((each) => sold(shop, each)))).every(Boolean));
  await until('the parcels are real', async () =>
    (await seeOrder(buyer, bought.order.id)).shipments.every(({ provisional }) => !provisional),
  );
}

const sold = async (shop: Shop, what: Goods): Promise<boolean> => (await stockFigures(shop, what)).sold > 0;

/** The id of the seller's parcel of the order. */
export async function parcelOf({ bought }: TwoShops, seller: Person): Promise<string> {
  const { seller: own } = await seller.ask(ParcelsToSendDocument, { id: seller.sellerId! });
  return own!.shipments!.nodes.find(({ orderNumber }) => orderNumber === bought.order.number)!.id;
}

export async function send(world: TwoShops, seller: Person): Promise<void> {
  const id = await parcelOf(world, seller);
  await seller.ask(TakeInHandDocument, { id });
  await seller.ask(ShipDocument, { id, input: { carrier: 'UPS', trackingNumber: '1Z999AA10123456784' } });
}

export const ALL_THERE: StockFigures = { total: 10, available: 10, reserved: 0, allocated: 0, sold: 0 };

/** Waits until a shelf looks like this. */
export const shelfIs = (shop: Shop, what: Goods, figures: Partial<StockFigures>): Promise<unknown> =>
  until(`the shelf is ${JSON.stringify(figures)}`, async () => {
    const now = await stockFigures(shop, what);
    return Object.entries(figures).every(([name, count]) => now[name as keyof StockFigures] === count);
  });
