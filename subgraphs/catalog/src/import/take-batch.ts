import { DomainError } from '@stoa/kit/errors';
import { constraintOf } from '@stoa/kit/persistence';
import type { DomainContext } from '@stoa/kit/use-case';
import { namedImages } from '../product/product-image.ts';
import { askStanding } from '../seller/keep-standing.ts';
import type { Batch, Fault, ReadBatch, ReadLine } from './batch.ts';
import type { ProductImport } from './product-import.entity.ts';
import { LineRefused, type Taken, takeLines } from './take-lines.ts';

/** What other products of the same moment may have taken: looked at anew, it is another line's, or another slug. */
const TAKEN = ['product_slug_unique', 'variant_seller_id_sku_unique'];

const MOST_RACES = 5;

/** Takes a batch in, without the lines that are refused; null where the import has ended meanwhile. */
export async function takeBatch(context: DomainContext, { id: importId, sellerId }: ProductImport, read: ReadBatch): Promise<Taken | null> {
  const standing = await askStanding(context, sellerId);
  let batch: Batch = { ...read, ...(await withImages(context, sellerId, read)), importId, standing };
  for (let races = 0; ; ) {
    try {
      return await context.transact((tx) => takeLines(tx, batch));
    } catch (error) {
      if (error instanceof LineRefused) batch = without(batch, error);
      else if (!TAKEN.includes(constraintOf(error) ?? '') || ++races >= MOST_RACES) throw error;
    }
  }
}

/** The batch with a line among its faults; at most as often as it has lines. */
function without(batch: Batch, { line, refusal }: LineRefused): Batch {
  const refused = batch.lines.find(({ place }) => place.line === line)!;
  const fault: Fault = { line, sku: refused.said.sku, refusal };
  return { ...batch, lines: batch.lines.filter((each) => each !== refused), faults: [...batch.faults, fault] };
}

/** Asks media for the images that lines name. Media says whose they are, and refuses what is not the seller's. */
async function withImages(
  context: DomainContext,
  sellerId: string,
  { lines, faults }: ReadBatch,
): Promise<Pick<Batch, 'lines' | 'faults'>> {
  const shown = await imagesShown(context, sellerId, lines);
  const [named, wrong]: [ReadLine[], Fault[]] = [[], [...faults]];
  for (const line of lines) {
    const wanted = line.said.imageFileIds;
    if (!wanted || shown.get(line.said.sku) === JSON.stringify(wanted)) {
      named.push(line);
      continue;
    }
    try {
      named.push({ ...line, images: await namedImages(context, sellerId, wanted) });
    } catch (refusal) {
      if (!(refusal instanceof DomainError) || refusal.code !== 'BAD_USER_INPUT') throw refusal;
      wrong.push({ line: line.place.line, sku: line.said.sku, refusal });
    }
  }
  return { lines: named, faults: wrong };
}

/** The images that products show already, of which media need not be asked. */
async function imagesShown({ sql }: DomainContext, sellerId: string, lines: readonly ReadLine[]): Promise<ReadonlyMap<string, string>> {
  const skus = lines.filter(({ said }) => said.imageFileIds).map(({ said }) => said.sku);
  if (skus.length === 0) return new Map();
  const rows = await sql.query<{ sku: string; images: readonly { fileId: string }[] }>(
    'select v.sku, p.images from variant v join product p on p.id = v.product_id where v.seller_id = $1 and v.sku = any($2)',
    [sellerId, skus],
  );
  return new Map(rows.map(({ sku, images }) => [sku, JSON.stringify(images.map(({ fileId }) => fileId))]));
}
