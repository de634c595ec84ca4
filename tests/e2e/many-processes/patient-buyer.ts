import { CHECKOUT, type CheckedOut } from '../support/buying.ts';
import { Refused, type Watched } from '../support/client.ts';
import { anAddress, type Person } from '../support/people.ts';
import { until } from '../support/shop.ts';

/** What a client does again as it is, for the reasons that docs/errors.md names. */
const AGAIN = ['SERVICE_UNAVAILABLE'];

/** Asks until it is answered; any refusal but that somebody is away just now is thrown. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  return until('somebody answers', async () => {
    try {
      return { answer: await ask() };
    } catch (error) {
      if (error instanceof Refused && AGAIN.includes(error.code)) return null;
      throw error;
    }
  }).then(({ answer }) => answer);
}

/** Checks out under one key, however often it has to be said. */
export const checkOutPatiently = (buyer: Person, key: string): Promise<CheckedOut> =>
  patiently(
    async () =>
      (await buyer.ask<{ checkout: CheckedOut }>(CHECKOUT, { input: { idempotencyKey: key, shippingAddress: anAddress } })).checkout,
  );

/** Follows an order to a status; a subscription that ends because somebody goes is begun again, and any other error is thrown. */
export async function followPatiently(buyer: Person, id: string, status: string): Promise<void> {
  const begin = (): Watched<{ orderStatusChanged: { to: string } }> =>
    buyer.watch('subscription ($id: ID!) { orderStatusChanged(orderId: $id) { to } }', { id });
  let watched = begin();
  await until(`the subscription tells of ${status}`, async () => {
    if (watched.events.some(({ orderStatusChanged }) => orderStatusChanged.to === status)) return true;
    const [error] = watched.errors;
    if (!error) return null;
    const code = (error as { extensions?: { code?: string } }).extensions?.code;
    if (!['RECONNECT', ...AGAIN].includes(code ?? '')) throw error;
    watched = begin();
    return null;
  });
  watched.stop();
}
