import { notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { newId } from '@stoa/kit/persistence';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { CommissionRate } from './commission-rate.entity.ts';

const input = z.object({
  sellerId: entityId.nullish(),
  categoryId: entityId.nullish(),
  basisPoints: z.int().min(0, 'must be at least 0').max(10_000, 'must be at most 10,000'),
});

/** Sets the rate for a seller, a category, both, or all. Orders that are placed keep the rate they were placed at. */
export const setCommissionRate = useCase('orders.setCommissionRate', input, async (tx, wanted): Promise<CommissionRate> => {
  const { sellerId = null, categoryId = null, basisPoints } = wanted;
  const [row] = await tx.sql.query<{ id: string }>(
    `insert into commission_rate (id, seller_id, category_id, basis_points) values ($1, $2, $3, $4)
     on conflict (seller_id, category_id) do update set basis_points = excluded.basis_points, set_at = now() returning id`,
    [newId(), sellerId, categoryId, basisPoints],
  );
  return tx.em.findOneOrFail(CommissionRate, { id: row!.id });
});

/** What it was for goes by the next less specific rate from now on. */
export const removeCommissionRate = useCase(
  'orders.removeCommissionRate',
  z.object({ id: entityId }),
  async (tx, { id }): Promise<boolean> => {
    if ((await tx.em.nativeDelete(CommissionRate, { id })) === 0) throw notFound('commission rate');
    return true;
  },
);
