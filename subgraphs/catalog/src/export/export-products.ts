import { may } from '@stoa/kit/auth';
import { notFound } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { countStrictly, type StrictLimit, workflow } from '@stoa/kit/use-case';
import { z } from 'zod';
import { ProductExport } from './product-export.entity.ts';
import { runExports } from './run-exports.job.ts';

const input = z.object({ format: z.enum(['CSV', 'JSON_LINES']), sellerId: entityId.nullish() });

/** Of each seller's products, and of all products: each is written whole, however many there are. */
const LIMIT: StrictLimit = { name: 'exports of products', max: 30, windowSeconds: 3_600 };

/** Has a table written of one's own products; administrators of any seller's, or of all where they name none. */
export const exportProducts = workflow('catalog.exportProducts', input, async (context, wanted): Promise<ProductExport> => {
  const { viewer } = context;
  const sellerId = wanted.sellerId ?? viewer.sellerId;
  if (!may(viewer, 'catalog:read') && (sellerId === null || sellerId !== viewer.sellerId)) throw notFound('seller');
  await countStrictly(context, LIMIT, sellerId ?? 'all');
  return context.transact(async ({ em, wakeJob }) => {
    const begun = ProductExport.of({ sellerId, format: wanted.format });
    em.persist(begun);
    wakeJob(runExports.name);
    return begun;
  });
});
