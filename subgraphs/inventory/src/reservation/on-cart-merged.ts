import { on } from '@stoa/kit/handlers';
import { CartMerged } from '@stoa/schema/events/cart';
import { moveCartHold } from './move-hold.ts';

/** Whoever merged the carts asks for this at once; should they have died in between, this does it. */
export const onCartMerged = on(CartMerged, (tx, { cartId: fromCartId, intoCartId, buyerId, lines }) =>
  moveCartHold(tx, { fromCartId, intoCartId, buyerId, lines }),
);
