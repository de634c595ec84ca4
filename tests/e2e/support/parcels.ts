import { TakeInHandDocument } from '@stoa/schema/generated/operations/e2e';
import type { Client } from './client.ts';
import { until } from './shop.ts';

/** A seller takes a parcel in hand, as soon as fulfillment has heard that its order is paid: others may know of that before. */
export const takeInHand = (seller: Pick<Client, 'send'>, id: string): Promise<true> =>
  until('the parcel is taken in hand', async () => !(await seller.send(TakeInHandDocument, { id })).errors || null);
