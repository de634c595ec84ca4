import { may } from '@stoa/kit/auth';
import { badInput, notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { constraintOf } from '@stoa/kit/persistence';
import { permitted } from '@stoa/kit/policy';
import { useCase, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { Coupon } from './coupon.entity.ts';
import { couponInput } from './coupon.input.ts';
import { couponPolicy } from './coupon.policy.ts';

/** A seller's own coupon, or the platform's where an administrator makes it. */
export const createCoupon = workflow('orders.createCoupon', couponInput, async (context, input): Promise<Coupon> => {
  const { sellerId } = context.viewer;
  if (!sellerId && !may(context.viewer, 'coupons:write')) throw notFound('seller');
  const { code, kind, percent = null, amount, minimum, maxUses = null, maxUsesPerBuyer = null, startsAt, endsAt = null } = input;
  const coupon = Coupon.of({
    ...{ code, kind, sellerId, percent, maxUses, maxUsesPerBuyer, endsAt, startsAt: startsAt ?? new Date() },
    ...{ amountMinor: amount?.amountMinor ?? null, minimumMinor: minimum?.amountMinor ?? null },
    currency: amount?.currency ?? minimum?.currency ?? null,
  });
  try {
    return await context.transact(async ({ em }) => {
      em.persist(coupon);
      return coupon;
    });
  } catch (error) {
    if (constraintOf(error) === 'coupon_code_unique') throw badInput('there is a coupon with this code', 'code');
    throw error;
  }
});

/** From now on nobody can use it; orders that were placed with it keep their discount. */
export const endCoupon = useCase('orders.endCoupon', z.object({ id: entityId }), async (tx, { id }): Promise<Coupon> => {
  permitted(tx.viewer, await tx.lockRow(Coupon, { id }), couponPolicy.change, 'coupon');
  await tx.sql.query('update coupon set ends_at = least(ends_at, now()) where id = $1', [id]);
  return tx.em.findOneOrFail(Coupon, { id });
});
