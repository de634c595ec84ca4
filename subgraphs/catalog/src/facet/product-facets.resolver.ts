import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Category } from '../category/category.entity.ts';
import { categoryById } from '../category/category.loader.ts';
import { ProductFilter } from '../product/product.input.ts';
import { SellerStub } from '../seller/seller-stub.ts';
import { countFacets } from './count-facets.ts';
import { CategoryFacet, ProductFacets, SellerFacet } from './product-facets.type.ts';

@Resolver(() => ProductFacets)
export class FacetResolver {
  /** What the list of the same filter holds, counted by all that it could be narrowed down by. */
  @Query(() => ProductFacets)
  productFacets(@Ctx() context: DomainContext, @Arg('filter', () => ProductFilter, { nullable: true }) filter?: ProductFilter) {
    return countFacets(context, filter ?? {});
  }
}

@Resolver(() => CategoryFacet)
export class CategoryFacetResolver {
  @FieldResolver(() => Category)
  category(@Ctx() context: DomainContext, @Root() facet: CategoryFacet) {
    return context.load(categoryById, facet.categoryId);
  }
}

@Resolver(() => SellerFacet)
export class SellerFacetResolver {
  @FieldResolver(() => SellerStub, { nullable: true })
  seller(@Root() facet: SellerFacet) {
    return { id: facet.sellerId };
  }
}
