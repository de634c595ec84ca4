import type { Viewer } from '@stoa/kit/auth';
import type { InputOf } from '@stoa/kit/contracts';
import { newId } from '@stoa/kit/persistence';
import type { TestSubgraph } from '@stoa/kit/testing';
import { completeProductTable, storeProductTable } from '@stoa/schema/commands/media';
import { anUpload } from './given-file.ts';

export const TABLE = Buffer.from('{"sku":"LAMP","name":"Lamp"}\n');

/** A table of products that a seller has uploaded; its id. */
export const aTable = async (
  subgraph: TestSubgraph,
  seller: Viewer,
  bytes = TABLE,
  contentType = 'application/x-ndjson',
): Promise<string> => (await anUpload(subgraph, seller, { purpose: 'PRODUCT_TABLE', contentType, fileName: 'products.jsonl' }, bytes)).id;

export const aTableToStore = (): InputOf<typeof storeProductTable> => ({
  fileId: newId(),
  sellerId: newId(),
  fileName: 'products.jsonl',
  contentType: 'application/x-ndjson',
  size: TABLE.length,
});

/** A table that catalog has put into the store, and completed where told; its id. */
export async function aStoredTable(subgraph: TestSubgraph, completed = false): Promise<string> {
  const wanted = aTableToStore();
  const { upload } = await subgraph.answer(storeProductTable, wanted);
  const { url, headers } = upload!;
  const given = headers.filter(({ name }) => name !== 'content-length').map(({ name, value }) => [name, value] as const);
  const { status } = await fetch(url, { method: 'PUT', body: new Uint8Array(TABLE), headers: Object.fromEntries(given) });
  if (status !== 200) throw new Error(`the object store answered ${status}`);
  if (completed) await subgraph.answer(completeProductTable, { fileId: wanted.fileId });
  return wanted.fileId;
}
