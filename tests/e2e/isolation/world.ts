import {
  AddPhoneDocument,
  CreateCouponDocument,
  CreateShippingMethodDocument,
  MyNotificationsDocument,
  RegisterPushDocument,
  ReviewProductDocument,
} from '@stoa/schema/generated/operations/e2e';
import { addToCart, buy, type CheckedOut, checkOut } from '../support/buying.ts';
import { aCourse, type TaughtCourse } from '../support/courses.ts';
import { aBuyer, aGuest, anAddress, aSeller, type Goods, goods, type Person, person } from '../support/people.ts';
import { aNumber, aPhone } from '../support/phones.ts';
import { type Shop, until } from '../support/shop.ts';
import { aDocument, aProductTable } from '../support/uploads.ts';
import { anEndpoint, sendTest } from '../support/webhooks.ts';

/** Somebody's things, and people who have no business with them. */
export interface World {
  readonly buyer: Person;
  readonly seller: Person;
  readonly strangers: Readonly<Record<string, Person>>;
  readonly bought: CheckedOut;
  readonly unpaid: CheckedOut;
  readonly cartId: string;
  readonly cartItemId: string;
  /** Somebody without an account, and what they have chosen. */
  readonly guest: Person;
  readonly guestCartId: string;
  readonly guestCartItemId: string;
  readonly addressId: string;
  readonly sessionId: string;
  readonly signInMethodId: string;
  readonly shipmentId: string;
  readonly shippingMethodId: string;
  readonly returnId: string;
  readonly couponId: string;
  readonly draft: Goods;
  readonly draftSlug: string;
  readonly onSale: Goods;
  readonly fileId: string;
  readonly productTableId: string;
  readonly productImportId: string;
  readonly productExportId: string;
  readonly hiddenReviewId: string;
  readonly course: TaughtCourse;
  readonly notificationId: string;
  readonly pushTargetId: string;
  readonly phoneId: string;
  readonly phoneCodeId: string;
  readonly webhookEndpointId: string;
  readonly webhookDeliveryId: string;
}

export async function aWorld(shop: Shop): Promise<World> {
  const [buyer, seller, otherBuyer, otherSeller] = await Promise.all([aBuyer(shop), aSeller(shop), aBuyer(shop), aSeller(shop)]);
  const [guest, otherGuest] = await Promise.all([aGuest(shop), aGuest(shop)]);
  const onSale = await goods(seller, 'Brass lamp', 4_000, 10);
  const draft = await goods(seller, 'Secret lamp', 9_000, 3, { status: 'DRAFT' });
  const { product } = await seller.ask<{ product: { slug: string } }>('query ($id: ID!) { product(id: $id) { slug } }', {
    id: draft.productId,
  });
  const { addAddress } = await buyer.ask<{ addAddress: { id: string } }>(
    'mutation ($input: AddressInput!) { addAddress(input: $input) { id } }',
    { input: anAddress },
  );
  const bought = await buy(shop, buyer, onSale.variantId, 2);
  await addToCart(buyer, onSale.variantId, 1);
  const unpaid = await checkOut(buyer);
  const cart = await addToCart(buyer, onSale.variantId, 3);
  const guestCart = await addToCart(guest, onSale.variantId, 1);
  const { order } = await buyer.ask<{ order: { shipments: { id: string }[] } }>(
    'query ($id: ID!) { order(id: $id) { shipments { id } } }',
    { id: bought.order.id },
  );
  const { createShippingMethod } = await seller.ask(CreateShippingMethodDocument, {
    input: { name: 'Letter', price: { amountMinor: 500, currency: 'USD' } },
  });
  const { createCoupon } = await seller.ask(CreateCouponDocument, {
    input: { code: crypto.randomUUID(), kind: 'PERCENTAGE', percent: 10 },
  });
  const endpoint = await anEndpoint(shop, seller, ['payout.paid']);
  return {
    buyer,
    seller,
    strangers: {
      'another buyer': otherBuyer,
      'another seller': otherSeller,
      'another guest': otherGuest,
      'a buyer without a token': person(shop.client(), '', null),
    },
    guest,
    guestCartId: guestCart.id,
    guestCartItemId: guestCart.items[0]!.id,
    bought,
    unpaid,
    cartId: cart.id,
    cartItemId: cart.items[0]!.id,
    addressId: addAddress.id,
    sessionId: await sessionOf(buyer),
    signInMethodId: await linkedTo(shop, buyer),
    shipmentId: order.shipments[0]!.id,
    shippingMethodId: createShippingMethod.id,
    returnId: await aReturn(shop, order.shipments[0]!.id),
    couponId: createCoupon.id,
    draft,
    draftSlug: product.slug,
    onSale,
    fileId: await aDocument(seller),
    productTableId: await aProductTable(seller, '{"sku":"NOTHING"}'),
    productImportId: await anImport(seller),
    productExportId: await anExport(seller),
    hiddenReviewId: await aHiddenReview(shop, buyer, onSale.productId),
    course: await aCourse(seller, [{}]),
    notificationId: await aNotification(buyer),
    phoneId: (await aPhone(shop, buyer)).id,
    phoneCodeId: (await buyer.ask(AddPhoneDocument, { number: aNumber() })).addPhone.id,
    webhookEndpointId: endpoint.id,
    webhookDeliveryId: await sendTest(seller, endpoint.id),
    pushTargetId: (await buyer.ask(RegisterPushDocument, { input: { token: crypto.randomUUID() } })).registerPush.id,
  };
}

async function anImport(seller: Person): Promise<string> {
  const fileId = await aProductTable(seller, '{"sku":"NOTHING"}');
  const begin = 'mutation ($fileId: ID!) { importProducts(fileId: $fileId) { id } }';
  return (await seller.ask<{ importProducts: { id: string } }>(begin, { fileId })).importProducts.id;
}

const anExport = async (seller: Person): Promise<string> =>
  (await seller.ask<{ exportProducts: { id: string } }>('mutation { exportProducts(format: CSV) { id } }')).exportProducts.id;

/** What the buyer was told of their order. */
const aNotification = (buyer: Person): Promise<string> =>
  until('the buyer was told', async () => {
    const { me } = await buyer.ask(MyNotificationsDocument);
    return me?.notifications?.nodes.find(({ kind }) => kind === 'ORDER_CONFIRMED')?.id;
  });

async function sessionOf(person: Person): Promise<string> {
  const { me } = await person.ask<{ me: { sessions: { id: string }[] } }>('{ me { sessions { id } } }');
  return me.sessions[0]!.id;
}

/** What the buyer has said, as a moderator has hidden it. */
async function aHiddenReview(shop: Shop, buyer: Person, productId: string): Promise<string> {
  const { reviewProduct } = await buyer.ask(ReviewProductDocument, { input: { productId, rating: 2, body: 'Look at mine' } });
  await (await shop.admin()).ask('mutation ($id: ID!) { moderateReview(id: $id, input: { decision: HIDE }) { id } }', {
    id: reviewProduct.id,
  });
  return reviewProduct.id;
}

/** What was asked to be returned, as if it had arrived before. */
async function aReturn(shop: Shop, shipmentId: string): Promise<string> {
  const [made] = await shop.sql<{ id: string }>(
    'fulfillment',
    `insert into return (id, shipment_id, buyer_id, seller_id, status, reason)
     select gen_random_uuid(), id, buyer_id, seller_id, 'REQUESTED', 'It is the wrong colour' from shipment where id = $1 returning id`,
    [shipmentId],
  );
  return made!.id;
}

/** An account at a provider by which somebody may log in. */
async function linkedTo(shop: Shop, { userId }: Person): Promise<string> {
  const [linked] = await shop.sql<{ id: string }>(
    'identity',
    `insert into provider_account (id, user_id, provider, issuer, subject)
     values (gen_random_uuid(), $1::uuid, 'sandbox', 'https://provider.example', $1::uuid::text) returning id`,
    [userId],
  );
  return linked!.id;
}
