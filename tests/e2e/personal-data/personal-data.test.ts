import { expect, test } from '@jest/globals';
import {
  CancelOrderDocument,
  LogInDocument,
  RegisterDocument,
  ReviewProductDocument,
  UpdateProgressDocument,
} from '@stoa/schema/generated/operations/e2e';
import { addToCart, buy, checkOut, orderIs, pay } from '../support/buying.ts';
import { aCourse, enrollmentIs, myCourses } from '../support/courses.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, anAddress, aSeller, goods, type Person, person } from '../support/people.ts';
import { aPhone } from '../support/phones.ts';
import { type Shop, until } from '../support/shop.ts';
import { findEverywhere } from './find-everywhere.ts';

let shop: Shop;

inOneShop(
  async (opened) => {
    shop = opened;
  },
  { environment: { STOA_ERASURE_DAYS: '0' } },
);

const EXPORT = 'mutation { requestDataExport { id completedAt url } }';
const EXPORTS = '{ me { dataExports { id completedAt url } } }';
const ERASE = 'mutation ($password: String!) { requestDataErasure(password: $password) { dueAt waitingFor erasedAt } }';
const ERASURE = 'query ($search: String!) { users(search: $search) { nodes { id dataErasure { waitingFor erasedAt } } } }';
const REINSTATE = 'mutation ($id: ID!) { reinstateUser(id: $id) { id } }';

interface ExportSeen {
  readonly id: string;
  readonly completedAt: string | null;
  readonly url: string | null;
}

const PASSWORD = 'correct horse battery';

/** Words that nobody else in the shop has, one for each place where something is told of oneself. */
const TOLD = {
  firstName: 'Quillonia',
  lastName: 'Zephyrine',
  email: 'quillonia.zephyrine@example.com',
  line1: '77 Farewell Mews',
  city: 'Xanaduville',
  cancelReason: 'because Uncle Bartholomew forbade it',
  review: 'My sister Persephone adores it',
  phone: '+491517770077',
};

/** Somebody who has bought, cancelled, learnt and reviewed, and has told of themselves on the way. */
async function aTalkativeBuyer(): Promise<{ buyer: Person; secret: string }> {
  const { firstName, lastName, email, line1, city } = TOLD;
  const input = { email, password: PASSWORD, firstName, lastName };
  const { register } = await shop.client().ask(RegisterDocument, { input });
  const buyer = person(shop.client(register.accessToken), register.user.id, null);
  const seller = await aSeller(shop);
  await aPhone(shop, buyer, TOLD.phone);
  const { startTotp } = await buyer.ask<{ startTotp: { secret: string } }>('mutation { startTotp { secret } }');

  const lamp = await goods(seller, 'Brass lamp', 4_000, 5);
  await addToCart(buyer, lamp.variantId);
  const checkedOut = await checkOut(buyer, { shippingAddress: { ...anAddress, name: `${firstName} ${lastName}`, line1, city } });
  await pay(shop, checkedOut);
  await orderIs(buyer, checkedOut.order.id, 'CONFIRMED');
  await until('it has its invoice', async () => {
    shop.wakeJob('payments', 'issueDocuments');
    return (await shop.sql('payments', 'select 1 from payment_document where buyer_id = $1 and buyer_name is not null', [buyer.userId]))[0];
  });
  await buyer.ask(CancelOrderDocument, { id: checkedOut.order.id, reason: TOLD.cancelReason });

  const course = await aCourse(seller, [{ title: 'Rays' }]);
  await addToCart(buyer, course.variantId);
  const learnt = await checkOut(buyer, { shippingAddress: null });
  await pay(shop, learnt);
  await enrollmentIs(buyer, course.productId, 'ACTIVE');
  await buyer.ask(UpdateProgressDocument, { input: { productId: course.productId, lectureId: course.lectureIds[0]!, watchedSeconds: 1 } });
  await until('it has its certificate', async () => {
    shop.wakeJob('learning', 'issueCertificates');
    return (await myCourses(buyer))[0]?.certificate?.number;
  });
  await until('what was bought can be reviewed', async () => {
    const { errors } = await buyer.send(ReviewProductDocument, { input: { productId: course.productId, rating: 5, body: TOLD.review } });
    return !errors;
  });
  return { buyer, secret: startTotp.secret };
}

/** A bad answer is one of nothing, so that nobody learns whether there is an export. */
const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

test('somebody reads all that is held of them, and then is forgotten by every domain, in every table', async () => {
  const { buyer, secret } = await aTalkativeBuyer();

  await buyer.ask(EXPORT);
  const { url } = await until('the export is complete', async () => {
    const { me } = await buyer.ask<{ me: { dataExports: ExportSeen[] } }>(EXPORTS);
    return me.dataExports.find((each): each is ExportSeen & { url: string } => each.url !== null);
  });
  const exported = await (await fetch(url)).text();
  for (const word of Object.values(TOLD)) expect(exported).toContain(word);
  const domains = [
    'cart',
    'exportedAt',
    'fulfillment',
    'identity',
    'inventory',
    'learning',
    'notifications',
    'orders',
    'payments',
    'reviews',
  ];
  expect(Object.keys(JSON.parse(exported)).sort()).toEqual(domains);
  const nobodys = ['passwordHash', 'tokenHash', 'codeHash', 'clientSecret', 'placeHash', secret];
  for (const word of nobodys) expect(exported).not.toContain(word);
  expect([await statusOf(url.replace(/signature=./, 'signature=_')), await statusOf(url.replace(/\?.*/, ''))]).toEqual([404, 404]);
  // Once a day: asking again is answered with the same.
  const again = await buyer.ask<{ requestDataExport: ExportSeen }>(EXPORT);
  expect(again.requestDataExport.url).not.toBeNull();

  expect((await findEverywhere(shop, Object.values(TOLD))).length).toBeGreaterThan(8);
  expect(await buyer.refusal(ERASE, { password: 'a wrong one' })).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  await buyer.ask(ERASE, { password: PASSWORD });
  await until('the account is forgotten', async () => {
    shop.wakeJob('identity', 'eraseAccounts');
    return (await shop.sql('identity', 'select 1 from data_erasure where user_id = $1 and erased_at is not null', [buyer.userId]))[0];
  });
  let found: string[] = [];
  await until('nothing is left', async () => (found = await findEverywhere(shop, [...Object.values(TOLD), secret])).length === 0).catch(
    () => {
      throw new Error(`something is left in ${found.join(', ')}`);
    },
  );

  // Its number, its lines and its total are in the books as before.
  const documents = await shop.sql<{ number: string }>('payments', 'select number from payment_document where buyer_id = $1', [
    buyer.userId,
  ]);
  expect(documents.length).toBeGreaterThan(1);
  expect(await statusOf(url)).toBe(404);
  expect(await shop.client().refusal(LogInDocument, { input: { email: TOLD.email, password: PASSWORD } })).toMatchObject({
    code: 'INVALID_CREDENTIALS',
  });
  expect(await (await shop.admin()).refusal(REINSTATE, { id: buyer.userId })).toMatchObject({ code: 'INVALID_TRANSITION' });
  await everythingAgrees(shop);
}, 240_000);

test('an account waits for its parcel before it is forgotten, and can be opened again until then', async () => {
  const [seller, buyer] = await Promise.all([aSeller(shop), aBuyer(shop)]);
  const lamp = await goods(seller, 'Brass lamp', 4_000, 5);
  await buy(shop, buyer, lamp.variantId);
  const { me } = await buyer.ask<{ me: { email: string } }>('{ me { email } }');
  await buyer.ask(ERASE, { password: 'correct horse' });
  expect(await shop.client().refusal(LogInDocument, { input: { email: me.email, password: 'correct horse' } })).toMatchObject({
    code: 'FORBIDDEN',
  });

  const admin = await shop.admin();
  const erasureSeen = async () => {
    const { users } = await admin.ask<{ users: { nodes: { dataErasure: { waitingFor: string[]; erasedAt: string | null } }[] } }>(ERASURE, {
      search: me.email,
    });
    return users.nodes[0]!.dataErasure;
  };
  await until('it is known what it waits for', async () => {
    shop.wakeJob('identity', 'eraseAccounts');
    return (await erasureSeen()).waitingFor.length > 0;
  });
  expect(await erasureSeen()).toEqual({ waitingFor: ['ORDERS'], erasedAt: null });

  await admin.ask(REINSTATE, { id: buyer.userId });
  expect(await erasureSeen()).toBeNull();
  await shop.client().ask(LogInDocument, { input: { email: me.email, password: 'correct horse' } });
  await everythingAgrees(shop);
}, 240_000);
