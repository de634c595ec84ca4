import { Arg, Ctx, CurrencyCode, FieldResolver, Resolver, Root } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { allPrices, priceIn } from '../price/prices.ts';
import { Product } from '../product/product.entity.ts';
import { productReference } from '../product/product.reference.ts';
import { Variant } from './variant.entity.ts';

@Resolver(() => Variant)
export class VariantResolver {
  @FieldResolver(() => Product)
  product(@Ctx() context: DomainContext, @Root() variant: Variant) {
    return context.load(productReference.loader, variant.productId);
  }

  /** The first is in its own currency. */
  @FieldResolver(() => [Money])
  prices(@Root() variant: Variant): Money[] {
    return allPrices(variant);
  }

  /** Null where it cannot be bought in this currency. */
  @FieldResolver(() => Money, { nullable: true })
  priceIn(@Root() variant: Variant, @Arg('currency', () => CurrencyCode) currency: string): Money | null {
    return priceIn(variant, currency);
  }
}
