import { staffActs } from '@stoa/kit/audit';
import { defineSubgraph } from '@stoa/kit/subgraph';
import { recordStaffActs } from '@stoa/schema/commands/identity';
import {
  CategoryCreated,
  ProductArchived,
  ProductCreated,
  ProductFacetsChanged,
  ProductImportProgressed,
  ProductOffered,
  ProductRepriced,
  ProductUpdated,
} from '@stoa/schema/events/catalog';
import { migrations } from '../migrations/index.ts';
import { Category } from './category/category.entity.ts';
import { categoryPolicy } from './category/category.policy.ts';
import { CategoryResolver } from './category/category.resolver.ts';
import { seedCategories } from './category/seed-categories.ts';
import { ProductExport, productExportMachine } from './export/product-export.entity.ts';
import { productExportPolicy } from './export/product-export.policy.ts';
import { ProductExportResolver } from './export/product-export.resolver.ts';
import { runExports } from './export/run-exports.job.ts';
import { onAvailabilityChanged } from './facet/on-availability-changed.ts';
import { onRatingChanged } from './facet/on-rating-changed.ts';
import { facetPolicy } from './facet/product-facets.policy.ts';
import { CategoryFacetResolver, FacetResolver, SellerFacetResolver } from './facet/product-facets.resolver.ts';
import { ProductImport } from './import/product-import.entity.ts';
import { productImportMachine } from './import/product-import.machine.ts';
import { productImportPolicy } from './import/product-import.policy.ts';
import { ProductImportResolver } from './import/product-import.resolver.ts';
import { ProductImportError } from './import/product-import-error.entity.ts';
import { runImports } from './import/run-imports.job.ts';
import { answerDescribeProducts } from './product/describe-products.ts';
import { Product } from './product/product.entity.ts';
import { productMachine } from './product/product.machine.ts';
import { productPolicy } from './product/product.policy.ts';
import { productReference } from './product/product.reference.ts';
import { ProductResolver } from './product/product.resolver.ts';
import { followStandings } from './seller/follow-standings.job.ts';
import { onSellerStatusChanged } from './seller/on-seller-status-changed.ts';
import { SellerStanding } from './seller/seller-standing.entity.ts';
import { forgetOldTables } from './table/forget-old-tables.job.ts';
import { answerDescribeVariants } from './variant/describe-variants.ts';
import { Variant } from './variant/variant.entity.ts';
import { variantPolicy } from './variant/variant.policy.ts';
import { variantReference } from './variant/variant.reference.ts';
import { VariantResolver } from './variant/variant.resolver.ts';

/** What is for sale: products, their variants, and the tree of categories. */
export default defineSubgraph({
  name: 'catalog',
  entities: [Product, Variant, Category, SellerStanding, ProductImport, ProductImportError, ProductExport],
  migrations,
  sessionSettings: {
    // Two letters that changed places in a word of eight leave five of thirteen trigrams alike.
    'pg_trgm.word_similarity_threshold': '0.38',
    // Search reads an inverted index, which Postgres does by a bitmap only, and how depends on what is looked for.
    enable_bitmapscan: 'on',
    plan_cache_mode: 'auto',
  },
  resolvers: [
    ...[ProductResolver, VariantResolver, CategoryResolver],
    ...[FacetResolver, CategoryFacetResolver, SellerFacetResolver],
    ...[ProductImportResolver, ProductExportResolver],
  ],
  references: [productReference, variantReference],
  policies: [productPolicy, variantPolicy, categoryPolicy, facetPolicy, productImportPolicy, productExportPolicy],
  // Each of them changes with an event.
  cacheHints: {
    'Query.product': 300,
    'Query.products': 300,
    'Query.productFacets': 300,
    'Query.categories': 300,
    Product: 300,
    Variant: 300,
  },
  machines: [productMachine, productImportMachine, productExportMachine],
  publishes: [
    ProductCreated,
    ProductUpdated,
    ProductArchived,
    ProductRepriced,
    ProductOffered,
    ProductFacetsChanged,
    CategoryCreated,
    ProductImportProgressed,
  ],
  handlers: [onSellerStatusChanged, onAvailabilityChanged, onRatingChanged],
  jobs: [followStandings, runImports, runExports, forgetOldTables],
  commands: [answerDescribeVariants, answerDescribeProducts],
  seed: seedCategories,
  staffActs: staffActs(recordStaffActs, 'catalog'),
});
