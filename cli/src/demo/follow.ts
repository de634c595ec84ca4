import { type GraphClient, until } from './graph-client.ts';
import { did } from './narrate.ts';

interface OrderChange {
  readonly orderStatusChanged: { readonly to: string };
}

interface ParcelChange {
  readonly deliveryStatusChanged: { readonly status: string; readonly seller: { readonly displayName: string } };
}

/** Opens both subscriptions of an order and tells what comes through them as it comes. Resolves once the present state has come. */
export async function follow(buyer: GraphClient, orderId: string, parcelCount: number): Promise<{ close(): void }> {
  const ending = new AbortController();
  let seen = 0;
  const tell = (what: string): void => {
    seen += 1;
    did('live', what);
  };
  await buyer.watch<OrderChange>(
    'subscription ($id: ID!) { orderStatusChanged(orderId: $id) { to } }',
    { id: orderId },
    ({ orderStatusChanged: { to } }) => tell(`the order is ${to}`),
    ending.signal,
  );
  await buyer.watch<ParcelChange>(
    'subscription ($id: ID!) { deliveryStatusChanged(orderId: $id) { status seller { displayName } } }',
    { id: orderId },
    ({ deliveryStatusChanged: { status, seller } }) => tell(`the parcel of ${seller.displayName} is ${status}`),
    ending.signal,
  );
  await until('both subscriptions show the present state', async () => seen > parcelCount);
  return { close: () => ending.abort() };
}
