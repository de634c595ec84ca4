import { notFound } from '@stoa/kit/errors';
import { entityId, optionalText } from '@stoa/kit/graphql';
import { newId } from '@stoa/kit/persistence';
import { useCase } from '@stoa/kit/use-case';
import { z } from 'zod';
import { TaxRate } from './tax-rate.entity.ts';

/** 8.875 % has three decimals; more than four nobody has. */
const percentage = z
  .number()
  .min(0, 'must be at least 0')
  .max(100, 'must be at most 100')
  .refine((value) => Math.abs(value * 10_000 - Math.round(value * 10_000)) < 1e-6, 'has at most four decimals');

const input = z.object({
  country: z.string().regex(/^[A-Z]{2}$/, 'is a code of two capitals'),
  region: optionalText(100),
  categoryId: entityId.nullish(),
  percentage,
  included: z.boolean(),
});

/** Sets the rate for a country, one of its regions, a category there. Orders that are placed keep the tax they were placed with. */
export const setTaxRate = useCase('orders.setTaxRate', input, async (tx, wanted): Promise<TaxRate> => {
  const { country, region, categoryId = null, percentage, included } = wanted;
  const [row] = await tx.sql.query<{ id: string }>(
    `insert into tax_rate (id, country, region, category_id, rate_ppm, included) values ($1, $2, upper($3), $4, $5, $6)
     on conflict (country, region, category_id) do update set rate_ppm = excluded.rate_ppm, included = excluded.included, set_at = now()
     returning id`,
    [newId(), country, region ?? null, categoryId, Math.round(percentage * 10_000), included],
  );
  return tx.em.findOneOrFail(TaxRate, { id: row!.id });
});

/** What it was for goes by the next less specific rate from now on. */
export const removeTaxRate = useCase('orders.removeTaxRate', z.object({ id: entityId }), async (tx, { id }): Promise<boolean> => {
  if ((await tx.em.nativeDelete(TaxRate, { id })) === 0) throw notFound('tax rate');
  return true;
});
