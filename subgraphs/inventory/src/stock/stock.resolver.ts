import { may } from '@stoa/kit/auth';
import { notFound } from '@stoa/kit/errors';
import {
  Arg,
  Ctx,
  extendedStubOf,
  extension,
  Field,
  FieldResolver,
  ID,
  Int,
  indexBy,
  loader,
  Mutation,
  ObjectType,
  Resolver,
  Root,
  type Stub,
  Subscription,
  toEntityId,
} from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { knownVariantById } from '../variant/known-variant.ts';
import { setStock } from './set-stock.ts';
import { Stock } from './stock.entity.ts';

/** Catalog's variant, with what inventory knows of it. */
const VariantStock = extendedStubOf('Variant');

/** Whether one can buy it now. `available` is null where nothing is counted. */
@ObjectType()
export class Availability {
  @Field(() => Boolean)
  inStock!: boolean;

  @Field(() => Int, { nullable: true })
  available!: number | null;
}

export const variantExtension = extension(VariantStock);

const stockOfVariant = loader<string, Stock>(async ({ rows }, ids) =>
  indexBy(await rows.by(Stock, 'variantId', ids), (row) => row.variantId),
);

@Resolver(() => VariantStock)
export class StockResolver {
  @Mutation(() => Stock)
  setStock(
    @Ctx() context: DomainContext,
    @Arg('variantId', () => ID) variantId: string,
    @Arg('total', () => Int) total: number,
    @Arg('expectedVersion', () => Int, { nullable: true }) expectedVersion?: number,
  ) {
    return context.run(setStock, { variantId, total, expectedVersion });
  }

  @FieldResolver(() => Availability, { nullable: true })
  async availability(@Ctx() context: DomainContext, @Root() { id }: Stub): Promise<Availability> {
    const [variant, stock] = await Promise.all([context.load(knownVariantById, id), context.load(stockOfVariant, id)]);
    if (variant && variant.kind !== 'PHYSICAL') return { inStock: true, available: null };
    const available = stock?.available ?? 0;
    return { inStock: available > 0, available };
  }

  @FieldResolver(() => Stock, { nullable: true })
  stock(@Ctx() context: DomainContext, @Root() { id }: Stub) {
    return context.load(stockOfVariant, id);
  }

  @Subscription(() => VariantStock, { subscribe: ({ args, context }) => followStock(context as DomainContext, toEntityId(args.variantId)) })
  stockChanged(@Root() change: StockChange, @Arg('variantId', () => ID) _variantId: string): Stub {
    return { id: change.variantId };
  }
}

interface StockChange {
  readonly variantId: string;
  readonly version: number;
}

/** The present stock first, then each change; several at once may be seen as one. */
async function followStock(context: DomainContext, variantId: string): Promise<AsyncIterable<StockChange>> {
  if (!(await onShow(context, variantId))) throw notFound('variant');
  const changesAfter = async ({ sql }: DomainContext, version: number): Promise<StockChange[]> => {
    const rows = await sql.query<{ version: number }>('select version from stock where variant_id = $1 and version > $2', [
      variantId,
      version,
    ]);
    return rows.map((row) => ({ variantId, version: row.version }));
  };
  return context.follow({ key: `Variant:${variantId}`, changesAfter, start: { after: -1 } });
}

/** A draft is its seller's secret, and what it is now only catalog knows. One question for each subscription is not too many. */
async function onShow(context: DomainContext, variantId: string): Promise<boolean> {
  const { variants } = await context.call(describeVariants, { variantIds: [variantId] });
  const { viewer } = context;
  return variants.some(({ status, sellerId }) => status !== 'DRAFT' || may(viewer, 'catalog:read') || viewer.sellerId === sellerId);
}
