import type { Viewer } from '@stoa/kit/auth';
import { answering, type TestSubgraph } from '@stoa/kit/testing';
import { readSellerStanding } from '@stoa/schema/commands/identity';

/** Identity, where nobody was suspended. */
export const everybodySells = answering(readSellerStanding, () => ({ selling: true, version: 0 }));

export interface Listed {
  readonly id: string;
  readonly slug: string;
  readonly status: string;
  readonly variants: readonly { id: string; sku: string }[];
}

/** A seller lists a product; what is not said of it is ordinary. */
export async function aProduct(subgraph: TestSubgraph, seller: Viewer, facts: Record<string, unknown> = {}): Promise<Listed> {
  const input = { name: 'A thing', description: 'It is a thing.', price: { amountMinor: 1_000, currency: 'USD' }, ...facts };
  const { createProduct } = await subgraph
    .as(seller)
    .query<{ createProduct: Listed }>(
      'mutation ($input: CreateProductInput!) { createProduct(input: $input) { id slug status variants { id sku } } }',
      { input },
    );
  return createProduct;
}
