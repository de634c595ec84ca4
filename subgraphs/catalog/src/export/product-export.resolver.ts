import { Arg, Ctx, DateTime, Field, FieldResolver, ID, isEntityId, Mutation, ObjectType, Query, Resolver, Root } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { linkProductTable } from '@stoa/schema/commands/media';
import { TableFormatEnum } from '../import/product-import.entity.ts';
import type { TableFormat } from '../table/product-line.ts';
import { exportProducts } from './export-products.ts';
import { ProductExport } from './product-export.entity.ts';
import { productExportPolicy } from './product-export.policy.ts';

/** Where a table is downloaded from, by whoever has the address, until it expires. */
@ObjectType()
export class ProductExportDownload {
  @Field(() => String)
  url!: string;

  @Field(() => DateTime)
  expiresAt!: Date;
}

@Resolver(() => ProductExport)
export class ProductExportResolver {
  @Query(() => ProductExport, { nullable: true })
  async productExport(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    const [found] = isEntityId(id) ? await context.rows.by(ProductExport, 'id', [id]) : [];
    return found && productExportPolicy.read(context.viewer, found) ? found : null;
  }

  /** Of one's own products in all their states; administrators name a seller, or have all products written. What is written can be imported again. */
  @Mutation(() => ProductExport)
  exportProducts(
    @Ctx() context: DomainContext,
    @Arg('format', () => TableFormatEnum) format: TableFormat,
    @Arg('sellerId', () => ID, { nullable: true }) sellerId?: string,
  ) {
    return context.run(exportProducts, { format, sellerId });
  }

  /** A new address each time; null before it is written, and some days later. */
  @FieldResolver(() => ProductExportDownload, { nullable: true })
  async download(@Ctx() context: DomainContext, @Root() { id, status }: ProductExport): Promise<ProductExportDownload | null> {
    if (status !== 'COMPLETED') return null;
    const { link } = await context.call(linkProductTable, { fileId: id });
    return link && { url: link.url, expiresAt: new Date(link.expiresAt) };
  }
}
