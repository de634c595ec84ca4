import { Ctx, FieldResolver, Resolver, Root } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Product } from '../product/product.entity.ts';
import { productReference } from '../product/product.reference.ts';
import { Variant } from './variant.entity.ts';

@Resolver(() => Variant)
export class VariantResolver {
  @FieldResolver(() => Product)
  product(@Ctx() context: DomainContext, @Root() variant: Variant) {
    return context.load(productReference.loader, variant.productId);
  }
}
