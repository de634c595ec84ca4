import { buy, type CheckedOut } from '../support/buying.ts';
import { aCourse } from '../support/courses.ts';
import { aBuyer, anAddress, aSeller, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { aDocument } from '../support/uploads.ts';

/** Something of everything that staff may see or change. */
export interface World {
  readonly seller: Person;
  readonly buyer: Person;
  readonly addressId: string;
  readonly draftId: string;
  readonly courseId: string;
  readonly digitalId: string;
  readonly fileId: string;
  readonly lampId: string;
  readonly variantId: string;
  readonly bought: CheckedOut;
  readonly toCancel: CheckedOut;
  readonly shipmentId: string;
}

export async function aWorld(shop: Shop): Promise<World> {
  const [admin, buyer, seller] = await Promise.all([shop.admin(), aBuyer(shop), aSeller(shop)]);
  const { productId: lampId, variantId } = await goods(seller, 'Brass lamp', 3_000, 10);
  const bought = await buy(shop, buyer, variantId);
  const toShip = await buy(shop, buyer, variantId);
  const toCancel = await buy(shop, buyer, variantId);
  const { shipments } = await until('the shipment is there', async () => {
    const { order } = await admin.ask<{ order: { shipments: { id: string; provisional: boolean }[] } }>(
      'query ($id: ID!) { order(id: $id) { shipments { id provisional } } }',
      { id: toShip.order.id },
    );
    return order.shipments.some(({ provisional }) => !provisional) && order;
  });
  const { addAddress } = await buyer.ask<{ addAddress: { id: string } }>(
    'mutation ($input: AddressInput!) { addAddress(input: $input) { id } }',
    { input: anAddress },
  );
  await admin.ask('mutation { createApiKey(client: "reports") { key } }');
  await admin.ask('mutation { setCommissionRate(input: { basisPoints: 500 }) { id } }');
  await admin.ask('mutation { createCoupon(input: { code: "WELCOME", kind: PERCENTAGE, percent: 5 }) { id } }');
  return {
    ...{ seller, buyer, addressId: addAddress.id, lampId, variantId, bought, toCancel, shipmentId: shipments[0]!.id },
    draftId: (await goods(seller, 'Draft', 3_000, null, { status: 'DRAFT' })).productId,
    courseId: (await aCourse(seller, [{}])).productId,
    digitalId: (await goods(seller, 'Sheet', 900, null, { kind: 'DIGITAL' })).productId,
    fileId: await aDocument(seller),
  };
}
