import { expect, test } from '@jest/globals';
import { AttachDownloadDocument, BoughtFilesDocument } from '@stoa/schema/generated/operations/e2e';
import { addToCart, checkOut, orderIs, pay } from '../support/buying.ts';
import { aCourse, enrollmentIs } from '../support/courses.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { aDocument, bytesAt, PDF } from '../support/uploads.ts';

let shop: Shop;
inOneShop(async (opened) => {
  shop = opened;
});

/** What the books have of a seller's part of an order's capture, in cents. */
const earned = async ({ sellerId }: Person, orderId: string): Promise<number> => {
  const [row] = await shop.sql<{ minor: number }>(
    'ledger',
    `select coalesce(sum(case e.direction when 'CREDIT' then e.amount_minor else -e.amount_minor end), 0)::int as minor
     from ledger_entry e join ledger_account a on a.id = e.account_id join ledger_transaction t on t.id = e.transaction_id
     where a.code = $1 and t.order_id = $2`,
    [`SELLER_PAYABLE_${sellerId}`, orderId],
  );
  return row!.minor;
};

test('a lamp, a study resource and a course of three sellers: one payment, split to the cent, and each arrives in its own way', async () => {
  const [lampSeller, author, teacher, buyer] = await Promise.all([aSeller(shop), aSeller(shop), aSeller(shop), aBuyer(shop)]);
  const lamp = await goods(lampSeller, 'A lamp', 3_333, 5);
  const resource = await goods(author, 'Light, explained', 1_501, null, { kind: 'DIGITAL' });
  await author.ask(AttachDownloadDocument, { productId: resource.productId, fileId: await aDocument(author) });
  const course = await aCourse(teacher, [{}], 'Lamps, built', 9_999);
  for (const { variantId } of [lamp, resource, course]) await addToCart(buyer, variantId);
  const checkedOut = await checkOut(buyer);
  expect(checkedOut.payment.amount.amountMinor).toBe(3_333 + 1_501 + 9_999);
  await pay(shop, checkedOut);
  const orderId = checkedOut.order.id;
  await orderIs(buyer, orderId, 'CONFIRMED');
  await enrollmentIs(buyer, course.productId, 'ACTIVE');
  const bought = async () => (await buyer.send(BoughtFilesDocument, { orderId })).data!.order!;
  const link = await until(
    'the file is there',
    async () => (await bought()).items.find((item) => item.variant?.product?.downloads?.length)?.variant?.product?.downloads?.[0],
  );
  expect(await bytesAt(link.url)).toEqual(PDF);
  expect((await bought()).shipments!.flatMap(({ items }) => items.map(({ name }) => name))).toEqual(['A lamp']);
  await everythingAgrees(shop);
  // A tenth of each seller's goods, half up, is the platform's.
  expect(await Promise.all([lampSeller, author, teacher].map((seller) => earned(seller, orderId)))).toEqual([3_000, 1_351, 8_999]);
});
