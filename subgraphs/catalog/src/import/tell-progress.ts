import type { Transaction } from '@stoa/kit/use-case';
import { ProductImportProgressed } from '@stoa/schema/events/catalog';
import type { ProductImport } from './product-import.entity.ts';

export function tellProgress({ emit }: Transaction, found: ProductImport): void {
  const { id: importId, sellerId, status, total, done, failed } = found;
  emit(ProductImportProgressed, found, { importId, sellerId, status, total, done, failed });
}
