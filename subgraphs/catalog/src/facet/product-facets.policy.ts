import { policy } from '@stoa/kit/policy';

export const facetPolicy = policy('ProductFacets', {
  operations: { 'Query.productFacets': 'everyone' },
  fields: { 'CategoryFacet.category': 'everyone', 'SellerFacet.seller': 'everyone' },
});
