import { afterAll } from '@jest/globals';
import { answering, aSeller, asking, conformance, delivering } from '@stoa/kit/testing';
import { describeProducts, describeVariants } from '@stoa/schema/commands/catalog';
import { claimImages, describeDownloads } from '@stoa/schema/commands/media';
import { SellerStatusChanged } from '@stoa/schema/events/identity';
import { AvailabilityChanged } from '@stoa/schema/events/inventory';
import { RatingChanged } from '@stoa/schema/events/reviews';
import manifest from './index.ts';
import { aProduct, everybodySells } from './testing/given-product.ts';
import { beginImport, TablesAtHand } from './testing/given-table.ts';

const tables = await TablesAtHand.start();
afterAll(() => tables.close());

conformance(manifest, {
  commands: [
    ...tables.commands,
    answering(claimImages, () => ({ images: [] })),
    answering(describeDownloads, () => ({ productIds: [] })),
    everybodySells,
  ],
  // A filter by somebody's state is refused to others, so none is given; a slug of its own keeps categories apart.
  fixtures: [
    {
      entity: 'Product',
      owner: aSeller,
      make: async (subgraph, owner) => (await aProduct(subgraph, owner, { status: 'DRAFT' })).id,
      arguments: ['Query.product(id)', 'Mutation.updateProduct(id)', 'Mutation.archiveProduct(id)'],
    },
    {
      entity: 'a draft by its slug',
      owner: aSeller,
      make: async (subgraph, owner) => (await aProduct(subgraph, owner, { status: 'DRAFT' })).slug,
      arguments: ['Query.product(slug)'],
    },
    {
      entity: 'a product on sale',
      owner: aSeller,
      readableBy: 'everyone',
      make: async (subgraph, owner) => (await aProduct(subgraph, owner)).id,
      arguments: ['Mutation.updateProduct(id)', 'Mutation.archiveProduct(id)'],
    },
    {
      entity: 'Variant',
      owner: aSeller,
      make: async (subgraph, owner) => (await aProduct(subgraph, owner, { status: 'DRAFT' })).variants[0]!.id,
    },
    {
      entity: 'ProductImport',
      owner: aSeller,
      make: async (subgraph, owner) => beginImport(subgraph, owner, tables.upload(owner, '{"sku":"A"}')),
      arguments: ['Query.productImport(id)', 'Mutation.cancelProductImport(id)', 'Subscription.productImportProgressed(id)'],
    },
    {
      entity: 'a table of products',
      owner: aSeller,
      make: async (_subgraph, owner) => tables.upload(owner, '{"sku":"A"}'),
      arguments: ['Mutation.importProducts(fileId)'],
    },
    {
      entity: 'ProductExport',
      owner: aSeller,
      make: async (subgraph, owner) => {
        const begin = 'mutation { exportProducts(format: CSV) { id } }';
        return (await subgraph.as(owner).query<{ exportProducts: { id: string } }>(begin)).exportProducts.id;
      },
      arguments: ['Query.productExport(id)'],
    },
    {
      entity: 'Seller',
      owner: aSeller,
      make: async (_subgraph, owner) => owner.sellerId!,
      arguments: ['Mutation.exportProducts(sellerId)'],
    },
  ],
  open: {
    'Query.products(filter.sellerId)': 'a shop is open to everybody; what is not on sale is kept out of it by status',
    'Query.productFacets(filter.sellerId)': 'the same, counted',
    'Mutation.createProduct(input.imageFileIds)': 'media says whose a file is, and refuses what is not the seller’s',
    'Mutation.updateProduct(input.imageFileIds)': 'media says whose a file is, and refuses what is not the seller’s',
  },
  deliveries: [
    delivering(SellerStatusChanged, async (subgraph) => {
      const { sellerId, userId } = aSeller();
      await aProduct(subgraph, { ...aSeller(), sellerId, userId });
      return { sellerId: sellerId!, userId: userId!, status: 'SUSPENDED' as const, selling: false };
    }),
    delivering(AvailabilityChanged, async (subgraph) => {
      const seller = aSeller();
      return { variantId: (await aProduct(subgraph, seller)).variants[0]!.id, sellerId: seller.sellerId!, inStock: true };
    }),
    delivering(RatingChanged, async (subgraph) => ({ productId: (await aProduct(subgraph, aSeller())).id, count: 2, sum: 9 })),
  ],
  asks: [
    asking(describeVariants, async (subgraph) => ({ variantIds: [(await aProduct(subgraph, aSeller())).variants[0]!.id] })),
    asking(describeProducts, async (subgraph) => ({ productIds: [(await aProduct(subgraph, aSeller())).id] })),
  ],
});
