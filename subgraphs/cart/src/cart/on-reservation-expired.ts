import { on } from '@stoa/kit/handlers';
import { ReservationExpired } from '@stoa/schema/events/inventory';
import { expireCart } from './expire-carts.job.ts';

/** A cart whose hold has gone back is at its end, by whichever clock came first. */
export const onReservationExpired = on(ReservationExpired, async (tx, { cartId }) => {
  if (cartId) await expireCart(tx, cartId);
});
