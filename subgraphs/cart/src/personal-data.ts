import { holding, personalData } from '@stoa/kit/personal-data';
import { handOverPersonalData } from '@stoa/schema/commands/identity';
import { DataExportRequested, UserErased } from '@stoa/schema/events/identity';
import { Cart, CartItem } from './cart/cart.entity.ts';
import { Checkout } from './checkout/checkout.entity.ts';
import { CartMerge } from './merge/cart-merge.entity.ts';

const contracts = { erased: UserErased, exportRequested: DataExportRequested, handOver: handOverPersonalData };

/** A checkout keeps what it asked for, with the address; the rest are ids and figures. */
export const cartPersonalData = personalData(contracts, 'cart', [
  holding(Cart, 'buyer_id = $1', 'keep'),
  holding(CartItem, 'cart_id in (select id from cart where buyer_id = $1)', 'keep'),
  holding(Checkout, 'buyer_id = $1', { request: `request || '{"shippingAddress": null}'` }, ['inputHash']),
  holding(CartMerge, 'buyer_id = $1', 'keep'),
]);
