import type { Viewer } from '@stoa/kit/auth';
import { newId } from '@stoa/kit/persistence';
import type { Lanes } from './lanes.ts';
import type { SmallWorld } from './small-world.ts';

const IN_STOCK = 1_000_000;
const CREATE = 'mutation ($input: CreateProductInput!) { createProduct(input: $input) { id variants { id } } }';
const SET_STOCK = 'mutation ($id: ID!, $total: Int!) { setStock(variantId: $id, total: $total) { total } }';

export interface Offer {
  readonly seller: Viewer;
  readonly variantId: string;
}

export const user = (accountType: 'BUYER' | 'SELLER' | 'ADMIN', sellerId: string | null = null): Viewer => ({
  kind: 'user',
  userId: newId(),
  sellerId,
  accountType,
  sessionId: newId(),
});

export const ADMIN = user('ADMIN');

/** Somebody who offers one thing. Whatever it makes domains tell is heard by all of them before this settles. */
export async function offer(world: SmallWorld, lanes: Lanes, total = IN_STOCK): Promise<Offer> {
  const seller = user('SELLER', newId());
  const input = { name: 'A lamp', description: 'Bright', price: { amountMinor: 1_250, currency: 'USD' } };
  const { createProduct } = await world.ask<{ createProduct: { variants: { id: string }[] } }>('catalog', seller, CREATE, { input });
  const variantId = createProduct.variants[0]!.id;
  await deliverAll(lanes);
  await world.ask('inventory', seller, SET_STOCK, { id: variantId, total });
  await deliverAll(lanes);
  return { seller, variantId };
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
