import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, Query, Resolver, Root } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { Category } from './category.entity.ts';
import { categoryById, childrenOfCategory } from './category.loader.ts';
import { createCategory } from './create-category.ts';

@InputType()
export class CategoryInput {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  slug!: string;

  @Field(() => String, { nullable: true })
  parentSlug?: string | null;
}

@Resolver(() => Category)
export class CategoryResolver {
  /** The roots of the tree. */
  @Query(() => [Category])
  categories(@Ctx() context: DomainContext) {
    return context.read.find(Category, { parentId: null }, { orderBy: { name: 'asc' } });
  }

  @Mutation(() => Category)
  createCategory(@Ctx() context: DomainContext, @Arg('input', () => CategoryInput) input: CategoryInput) {
    return context.run(createCategory, input);
  }

  @FieldResolver(() => Category, { nullable: true })
  parent(@Ctx() context: DomainContext, @Root() category: Category) {
    return category.parentId && context.load(categoryById, category.parentId);
  }

  @FieldResolver(() => [Category])
  async children(@Ctx() context: DomainContext, @Root() category: Category) {
    return (await context.load(childrenOfCategory, category.id)) ?? [];
  }
}
