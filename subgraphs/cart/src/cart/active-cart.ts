import type { RowReader } from '@stoa/kit/persistence';
import type { DomainContext } from '@stoa/kit/use-case';
import { CartItem } from './cart.entity.ts';
import { shopperOf } from './shopper.ts';

/** A cart that is being filled and has time left, with all that it holds, as both were at one moment. Nothing is locked. */
export interface ActiveCart {
  readonly id: string;
  readonly version: number;
  readonly currency: string | null;
  readonly couponCodes: readonly string[];
  readonly items: readonly CartItem[];
}

export async function activeCartOf({ sql, rows, viewer }: DomainContext): Promise<ActiveCart | null> {
  return activeCartIn(rows, await sql.query<ActiveCartRow>(selectActiveCart(rows), [shopperOf(viewer)]));
}

/** One row for each item, or a single one for an empty cart. */
export interface ActiveCartRow {
  readonly of_cart: string;
  readonly cart_version: number;
  readonly cart_currency: string | null;
  readonly cart_coupons: string[];
  readonly id: string | null;
}

/** Reads the cart of the buyer $1; with `more`, further columns. */
export const selectActiveCart = (rows: RowReader, more = ''): string =>
  `select cart.id as of_cart, cart.version as cart_version, cart.currency as cart_currency, cart.coupon_codes as cart_coupons,
     ${more} ${rows.columnsOf(CartItem, 'item')}
   from cart left join cart_item item on item.cart_id = cart.id
   where cart.buyer_id = $1 and cart.status = 'ACTIVE' and cart.expires_at > now() order by item.id`;

export function activeCartIn(rows: RowReader, found: readonly ActiveCartRow[]): ActiveCart | null {
  const [cart] = found;
  if (!cart) return null;
  const items = rows.toObjects(
    CartItem,
    found.filter((row) => row.id !== null),
  );
  const { of_cart: id, cart_version: version, cart_currency: currency, cart_coupons: couponCodes } = cart;
  return { id, version, currency, couponCodes, items };
}
