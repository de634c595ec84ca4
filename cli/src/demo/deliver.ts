import { until } from './graph-client.ts';
import type { Person, Shop } from './shop.ts';

interface Parcel {
  readonly id: string;
  readonly orderNumber: string;
}

/** The seller's paid parcel of an order. */
async function parcelOf(seller: Person, orderNumber: string): Promise<Parcel> {
  const query = `query ($id: ID!) { seller(id: $id) {
    shipments(status: PENDING, provisional: false, first: 100) { nodes { id orderNumber } } } }`;
  return until(`${seller.name} has a parcel to send`, async () => {
    const answer = await seller.client.ask<{ seller: { shipments: { nodes: readonly Parcel[] } } }>(query, { id: seller.sellerId });
    return answer.seller.shipments.nodes.find((parcel) => parcel.orderNumber === orderNumber);
  });
}

/** Packs the parcel and hands it to the carrier; answers the number that the carrier knows it by. */
export async function ship({ carrierUrl }: Shop, seller: Person, orderNumber: string, place: number): Promise<string> {
  const { id } = await parcelOf(seller, orderNumber);
  await seller.client.ask('mutation ($id: ID!) { processShipment(id: $id) { status } }', { id });
  const trackingNumber = `1Z${orderNumber.replace(/\W/g, '')}${place}`;
  const query = 'mutation ($id: ID!, $input: ShipShipmentInput!) { shipShipment(id: $id, input: $input) { status } }';
  await seller.client.ask(query, { id, input: { carrier: 'UPS', trackingNumber } });
  await post(`${carrierUrl}/shipments`, { carrier: 'UPS', trackingNumber });
  return trackingNumber;
}

/** Has the carrier report how far a parcel is, which it does by a signed webhook. */
export const report = ({ carrierUrl }: Shop, trackingNumber: string, status: string, location: string): Promise<void> =>
  post(`${carrierUrl}/shipments/${trackingNumber}/advance`, { status, location });

async function post(address: string, body: object): Promise<void> {
  const response = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`the carrier answered ${response.status}: ${await response.text()}`);
}
