import {
  ParcelsToSendDocument,
  PayoutsOfDocument,
  ShipDocument,
  StartPayoutOnboardingDocument,
  TakeInHandDocument,
} from '@stoa/schema/generated/operations/e2e';
import { buy, type CheckedOut } from '../support/buying.ts';
import { aSeller, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

/** What a seller earns with a lamp: 4,000 less ten per cent. */
export const EARNED = 3_600;

/** Somebody who has sold a lamp. */
export interface Earner {
  readonly seller: Person;
  readonly bought: CheckedOut;
}

export async function anEarner(shop: Shop, buyer: Person): Promise<Earner> {
  const seller = await aSeller(shop);
  const { variantId } = await goods(seller, 'Brass lamp', 4_000, 10);
  const bought = await buy(shop, buyer, variantId);
  await until('the sale is in the books', async () => (await figuresOf(seller)).balance!.amountMinor === EARNED);
  return { seller, bought };
}

/** What a seller is told of their money. */
export const figuresOf = async (seller: Person) => (await seller.ask(PayoutsOfDocument, { id: seller.sellerId! })).seller!;

/** The seller tells the provider who they are, on its page. */
export async function onboarded(seller: Person): Promise<void> {
  const { startPayoutOnboarding } = await seller.ask(StartPayoutOnboardingDocument);
  await fetch(startPayoutOnboarding.url, { method: 'POST', body: new URLSearchParams({ outcome: 'complete' }), redirect: 'manual' });
  await until('the provider pays the seller', async () => (await figuresOf(seller)).payoutsEnabled);
}

/** The parcel is sent, and its buyer says that it has come. */
export async function acknowledged(seller: Person, buyer: Person): Promise<void> {
  const id = await until('there is a parcel to send', async () => {
    const { seller: own } = await seller.ask(ParcelsToSendDocument, { id: seller.sellerId! });
    return own!.shipments!.nodes[0]?.id;
  });
  await seller.ask(TakeInHandDocument, { id });
  await seller.ask(ShipDocument, { id, input: { carrier: 'UPS', trackingNumber: crypto.randomUUID() } });
  await buyer.send('mutation ($id: ID!) { confirmDelivery(id: $id) { status acknowledgedAt } }', { id });
  await until('the earnings are free', async () => (await figuresOf(seller)).availableForPayout!.amountMinor === EARNED);
}
