import { may } from '@stoa/kit/auth';
import { badInput, DomainError, notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { type Transaction, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { ensureStock } from '../variant/ensure-stock.ts';
import { knownVariant } from '../variant/known-variant.ts';
import { Stock } from './stock.entity.ts';
import { type StockRow, tellStockChange } from './stock-row.ts';

const input = z.object({ variantId: entityId, total: z.int().min(0).max(1_000_000_000), expectedVersion: z.int().nullish() });

/** Sets how many are on hand. What carts and orders hold stays theirs, so it cannot be set below that. */
export const setStock = workflow('inventory.setStock', input, async (context, { variantId, total, expectedVersion }): Promise<Stock> => {
  const variant = await knownVariant(context, variantId);
  if (!variant || !(may(context.viewer, 'stock:write') || context.viewer.sellerId === variant.sellerId)) throw notFound('variant');
  if (variant.kind !== 'PHYSICAL') throw badInput('only physical products are counted', 'variantId');
  return context.transact(async (tx) => {
    await ensureStock(tx, variant);
    const row = await writeTotal(tx, variantId, total, expectedVersion ?? null);
    return tx.em.map(Stock, row) as Stock;
  });
});

async function writeTotal(tx: Transaction, variantId: string, total: number, expectedVersion: number | null): Promise<StockRow> {
  const [before] = await tx.sql.query<StockRow>('select * from stock where variant_id = $1 for update', [variantId]);
  if (expectedVersion !== null && before!.version !== expectedVersion)
    throw new DomainError('VERSION_CONFLICT', 'The stock changed in between', { version: before!.version });
  const held = before!.reserved + before!.allocated;
  if (total < held) throw badInput(`${held} are held for carts and orders`, 'total');
  const [after] = await tx.sql.query<StockRow>(
    'update stock set total = $2, available = $2 - reserved - allocated, version = version + 1 where variant_id = $1 returning *',
    [variantId, total],
  );
  tellStockChange(tx, after!, before!.available);
  return after!;
}
