import {
  Arg,
  Args,
  type Connection,
  Ctx,
  connectionOf,
  FieldResolver,
  ID,
  isEntityId,
  Mutation,
  newestFirst,
  PageArgs,
  Query,
  Resolver,
  Root,
  readPage,
  Subscription,
  toConnection,
  toEntityId,
} from '@stoa/kit/graphql';
import { permitted } from '@stoa/kit/policy';
import type { DomainContext } from '@stoa/kit/use-case';
import { cancelProductImport, importProducts } from './import-products.ts';
import { ProductImport } from './product-import.entity.ts';
import { productImportPolicy } from './product-import.policy.ts';
import { ProductImportError } from './product-import-error.entity.ts';

const ProductImportConnection = connectionOf(ProductImport, 'ProductImport');
const ProductImportErrorConnection = connectionOf(ProductImportError, 'ProductImportError');

@Resolver(() => ProductImport)
export class ProductImportResolver {
  @Query(() => ProductImport, { nullable: true })
  async productImport(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    const found = await importOf(context, id);
    return found && productImportPolicy.read(context.viewer, found) ? found : null;
  }

  /** One's own, the newest first. */
  @Query(() => ProductImportConnection)
  productImports(@Ctx() context: DomainContext, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(context.read, ProductImport, { sellerId: context.viewer.sellerId! }, page);
  }

  /**
   * Takes in an uploaded PRODUCT_TABLE, a product on each line, by the seller's own SKUs: what is there is changed where the line says otherwise, and listed
   * where it is not. Lines with faults change nothing.
   */
  @Mutation(() => ProductImport)
  importProducts(@Ctx() context: DomainContext, @Arg('fileId', () => ID) fileId: string) {
    return context.run(importProducts, { fileId });
  }

  @Mutation(() => ProductImport)
  cancelProductImport(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(cancelProductImport, { id });
  }

  /** By the file's lines. */
  @FieldResolver(() => ProductImportErrorConnection)
  errors(@Ctx() context: DomainContext, @Root() { id, failed }: ProductImport, @Args(() => PageArgs) args: PageArgs) {
    return errorsOf(context, id, failed, args);
  }

  @Subscription(() => ProductImport, { subscribe: ({ args, context }) => followImport(context as DomainContext, toEntityId(args.id)) })
  productImportProgressed(@Root() found: ProductImport, @Arg('id', () => ID) _id: string): ProductImport {
    return found;
  }
}

async function importOf({ rows }: DomainContext, id: string): Promise<ProductImport | null> {
  const [found] = isEntityId(id) ? await rows.by(ProductImport, 'id', [id]) : [];
  return found ?? null;
}

async function errorsOf(context: DomainContext, importId: string, failed: number, args: PageArgs): Promise<Connection<ProductImportError>> {
  const page = readPage(args, 1, ([line]) => /^\d{1,9}$/.test(line!));
  const rows = await context.sql.query(
    `select ${context.rows.columnsOf(ProductImportError, 'e')} from product_import_error e
     where import_id = $1 and line > $2 order by line limit $3`,
    [importId, Number(page.after?.[0] ?? 0), page.first + 1],
  );
  const errors = context.rows.toObjects(ProductImportError, rows);
  return toConnection(
    errors,
    page,
    ({ line }) => [String(line)],
    () => Promise.resolve(failed),
  );
}

/** The import as it is, then as often as it changes; several changes at once may be seen as one. */
async function followImport(context: DomainContext, id: string): Promise<AsyncIterable<ProductImport>> {
  permitted(context.viewer, await importOf(context, id), productImportPolicy.read, 'import');
  const changesAfter = async (fresh: DomainContext, version: number): Promise<ProductImport[]> => {
    const found = await importOf(fresh, id);
    return found && found.version > version ? [found] : [];
  };
  return context.follow({ key: `ProductImport:${id}`, changesAfter, start: { after: -1 } });
}
