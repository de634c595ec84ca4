import initial from './0001-initial.ts';
import priceChanges from './0002-price-changes.ts';
import guestCarts from './0003-guest-carts.ts';
import coupons from './0004-coupons.ts';

export const migrations = [initial, priceChanges, guestCarts, coupons];
