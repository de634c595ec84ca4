import { on } from '@stoa/kit/handlers';
import { CartAbandoned } from '@stoa/schema/events/cart';
import { releaseCartHold } from './release.ts';

/** A cart that has ended gives back at once what its deadline would have given back a little later. */
export const onCartAbandoned = on(CartAbandoned, (tx, { cartId }) => releaseCartHold(tx, cartId));
