import { DomainError } from '@stoa/kit/errors';
import type { Sql } from '@stoa/kit/persistence';
import type { OrderCoupon } from '../order/order-charges.ts';
import type { CouponProblem } from '../pricing/basket.ts';

export const couponInvalid = (couponCode: string, reason: CouponProblem): DomainError =>
  new DomainError('COUPON_INVALID', 'The coupon cannot be used', { couponCode, reason });

/**
 * Counts an order's coupons as used, in the transaction that places it. Their rows are locked first, all in one order: what the second
 * statement counts is all that others have used and committed, so no limit is passed however many come at once. Throws, and with it
 * places nothing, where one was used up since its price was looked at.
 */
export async function useCoupons(sql: Sql, orderId: string, buyerId: string, coupons: readonly OrderCoupon[]): Promise<void> {
  if (coupons.length === 0) return;
  const ids = coupons.map(({ couponId }) => couponId);
  const [, used] = await Promise.all([
    sql.query('select id from coupon where id = any($1) order by id for update', [ids]),
    sql.query<{ id: string }>(
      `with fit as (
         select id from coupon where id = any($1) and (max_uses is null or uses < max_uses) and (max_uses_per_buyer is null
           or max_uses_per_buyer > (select count(*) from coupon_use used where used.coupon_id = coupon.id and used.buyer_id = $3))
       ), counted as (
         update coupon set uses = uses + 1 from fit where coupon.id = fit.id returning coupon.id
       )
       insert into coupon_use (coupon_id, order_id, buyer_id) select id, $2, $3 from counted returning coupon_id as id`,
      [ids, orderId, buyerId],
    ),
  ]);
  const refused = coupons.find(({ couponId }) => !used.some(({ id }) => id === couponId));
  if (refused) throw couponInvalid(refused.code, 'USED_UP');
}

/** Gives back what an order that ends unpaid has used. */
export async function giveBackCoupons(sql: Sql, orderId: string): Promise<void> {
  await sql.query(
    `with given as (
       delete from coupon_use where order_id = $1 returning coupon_id
     ), locked as (
       select id from coupon where id in (select coupon_id from given) order by id for update
     )
     update coupon set uses = uses - 1 from locked where coupon.id = locked.id`,
    [orderId],
  );
}
