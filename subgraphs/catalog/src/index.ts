import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import {
  CategoryCreated,
  ProductArchived,
  ProductCreated,
  ProductFacetsChanged,
  ProductOffered,
  ProductRepriced,
  ProductUpdated,
} from '@stoa/schema/events/catalog';
import { migrations } from '../migrations/index.ts';
import { Category } from './category/category.entity.ts';
import { categoryPolicy } from './category/category.policy.ts';
import { CategoryResolver } from './category/category.resolver.ts';
import { seedCategories } from './category/seed-categories.ts';
import { onAvailabilityChanged } from './facet/on-availability-changed.ts';
import { onRatingChanged } from './facet/on-rating-changed.ts';
import { facetPolicy } from './facet/product-facets.policy.ts';
import { CategoryFacetResolver, FacetResolver, SellerFacetResolver } from './facet/product-facets.resolver.ts';
import { answerDescribeProducts } from './product/describe-products.ts';
import { Product } from './product/product.entity.ts';
import { productMachine } from './product/product.machine.ts';
import { productPolicy } from './product/product.policy.ts';
import { productReference } from './product/product.reference.ts';
import { ProductResolver } from './product/product.resolver.ts';
import { followStandings } from './seller/follow-standings.job.ts';
import { onSellerStatusChanged } from './seller/on-seller-status-changed.ts';
import { SellerStanding } from './seller/seller-standing.entity.ts';
import { answerDescribeVariants } from './variant/describe-variants.ts';
import { Variant } from './variant/variant.entity.ts';
import { variantPolicy } from './variant/variant.policy.ts';
import { variantReference } from './variant/variant.reference.ts';
import { VariantResolver } from './variant/variant.resolver.ts';

/** What is for sale: products, their variants, and the tree of categories. */
export default defineSubgraph({
  name: 'catalog',
  entities: [Product, Variant, Category, SellerStanding],
  migrations,
  sessionSettings: {
    // Two letters that changed places in a word of eight leave five of thirteen trigrams alike.
    'pg_trgm.word_similarity_threshold': '0.38',
    // Search reads an inverted index, which Postgres does by a bitmap only, and how depends on what is looked for.
    enable_bitmapscan: 'on',
    plan_cache_mode: 'auto',
  },
  resolvers: [ProductResolver, VariantResolver, CategoryResolver, FacetResolver, CategoryFacetResolver, SellerFacetResolver],
  references: [productReference, variantReference],
  policies: [productPolicy, variantPolicy, categoryPolicy, facetPolicy],
  // Each of them changes with an event.
  cacheHints: {
    'Query.product': 300,
    'Query.products': 300,
    'Query.productFacets': 300,
    'Query.categories': 300,
    Product: 300,
    Variant: 300,
  },
  machines: [productMachine],
  publishes: [ProductCreated, ProductUpdated, ProductArchived, ProductRepriced, ProductOffered, ProductFacetsChanged, CategoryCreated],
  handlers: [onSellerStatusChanged, onAvailabilityChanged, onRatingChanged],
  jobs: [followStandings],
  commands: [answerDescribeVariants, answerDescribeProducts],
  seed: seedCategories,
  staffActs: staffActs(recordStaffActs, 'catalog'),
});
