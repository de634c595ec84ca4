import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { DomainContext } from '@stoa/kit/use-case';
import { Category } from '../category/category.entity.ts';
import { Product } from '../product/product.entity.ts';
import { COLUMNS, csvRecord, toCells } from '../table/csv-line.ts';
import { lineOf } from '../table/line-of.ts';
import type { ProductLine } from '../table/product-line.ts';
import { variantsOfProduct } from '../variant/variant.reference.ts';
import type { ProductExport } from './product-export.entity.ts';

const PAGE = 200;

/** Writes a table of products to a file, a page after the other; answers how many there are. */
export async function writeTable(
  context: DomainContext,
  path: string,
  { sellerId, format }: Pick<ProductExport, 'sellerId' | 'format'>,
  stopping: AbortSignal,
): Promise<number> {
  let written = 0;
  async function* records(): AsyncGenerator<string> {
    if (format === 'CSV') yield csvRecord(COLUMNS);
    for await (const page of pagesOf(context, sellerId)) {
      written += page.length;
      yield page.map((line) => (format === 'CSV' ? csvRecord(toCells(line)) : `${JSON.stringify(line)}\n`)).join('');
    }
    // A file has at least a byte, and a blank line is no product.
    if (written === 0) yield '\n';
  }
  await pipeline(records, createWriteStream(path), { signal: stopping });
  return written;
}

/** Products in the order in which they were listed, each as it is when its page is read. */
async function* pagesOf(context: DomainContext, sellerId: string | null): AsyncGenerator<ProductLine[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    // A context for each page, since what one has loaded it keeps.
    const page = context.as(context.viewer);
    const rows = await page.sql.query(
      `select ${page.rows.columnsOf(Product, 'p')} from product p where ($1::uuid is null or p.seller_id = $1) and p.id > $2 order by p.id limit ${PAGE}`,
      [sellerId, after],
    );
    const products = page.rows.toObjects(Product, rows);
    const variants = await page.loadMany(
      variantsOfProduct,
      products.map(({ id }) => id),
    );
    const categories = await page.rows.by(
      Category,
      'id',
      products.flatMap(({ categoryId }) => categoryId ?? []),
    );
    const slugOf = new Map(categories.map(({ id, slug }) => [id, slug]));
    if (products.length > 0)
      yield products.map((product, index) => lineOf(product, variants[index]!, product.categoryId && slugOf.get(product.categoryId)!));
    if (products.length < PAGE) return;
    after = products.at(-1)!.id;
  }
}
