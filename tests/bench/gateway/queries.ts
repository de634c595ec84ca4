export interface BenchQuery {
  readonly name: 'heavy' | 'light';
  readonly query: string;
}

/** Friends' reviews of products whose reviewers reviewed: the same few things over and over, as a page's cards show them. */
const HEAVY = `query Heavy {
  users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
  topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
}
fragment User on User { id username name }
fragment Review on Review { id body }
fragment Product on Product { upc name price weight inStock shippingEstimate }`;

const LIGHT = 'query Light { topProducts(first: 5) { upc name price inStock } }';

export const queries: readonly BenchQuery[] = [
  { name: 'heavy', query: HEAVY },
  { name: 'light', query: LIGHT },
];
