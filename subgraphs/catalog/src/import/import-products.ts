import { badInput, DomainError } from '@stoa/kit/errors';
import { entityId } from '@stoa/kit/graphql';
import { fire } from '@stoa/kit/machine';
import { lockName } from '@stoa/kit/persistence';
import { permitted } from '@stoa/kit/policy';
import { countStrictly, type StrictLimit, useCase, workflow } from '@stoa/kit/use-case';
import { openProductTable } from '@stoa/schema/commands/media';
import { z } from 'zod';
import { FORMATS, type TableFormat } from '../table/product-line.ts';
import { ProductImport } from './product-import.entity.ts';
import { productImportMachine } from './product-import.machine.ts';
import { productImportPolicy } from './product-import.policy.ts';
import { runImports } from './run-imports.job.ts';
import { tellProgress } from './tell-progress.ts';

/** Of each seller: more than anybody has tables, few enough for all to have their turns. */
const LIMIT: StrictLimit = { name: 'imports of products', max: 60, windowSeconds: 3_600 };

/** Takes in what a seller has uploaded, line by line, after the answer. While a file is on its way in, asking again answers the import that is. */
export const importProducts = workflow(
  'catalog.importProducts',
  z.object({ fileId: entityId }),
  async (context, { fileId }): Promise<ProductImport> => {
    const { sellerId } = context.viewer;
    if (!sellerId) throw new DomainError('FORBIDDEN', 'Only a seller can import products');
    const { contentType, fileName } = await context.call(openProductTable, { fileId, sellerId });
    const format = (Object.keys(FORMATS) as TableFormat[]).find((each) => FORMATS[each] === contentType);
    if (!format) throw badInput(`is ${contentType}, and no table of products`, 'fileId');
    await countStrictly(context, LIMIT, sellerId);
    return context.transact(async ({ em, sql, wakeJob }) => {
      // Of two who ask at once the second waits, and finds what the first has begun.
      await lockName(sql, `import ${fileId}`);
      const known = await em.findOne(ProductImport, { fileId, status: ['PENDING', 'RUNNING'] });
      if (known) return known;
      const begun = ProductImport.of({ sellerId, fileId, fileName, format });
      em.persist(begun);
      wakeJob(runImports.name);
      return begun;
    });
  },
);

/** What was taken in stays; the lines that are left are not looked at. */
export const cancelProductImport = useCase(
  'catalog.cancelProductImport',
  z.object({ id: entityId }),
  async (tx, { id }): Promise<ProductImport> => {
    const found = permitted(tx.viewer, await tx.lock(ProductImport, { id }), productImportPolicy.cancel, 'import');
    if (!fire(productImportMachine, found, 'cancel').moved) return found;
    found.endedAt = new Date();
    tellProgress(tx, found);
    return found;
  },
);
