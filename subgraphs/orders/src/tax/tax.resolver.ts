import { Arg, Ctx, Field, FieldResolver, Float, ID, InputType, Mutation, Query, Resolver, Root } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { removeTaxRate, setTaxRate } from './set-tax-rate.ts';
import { TaxRate } from './tax-rate.entity.ts';

@InputType()
export class TaxRateInput {
  @Field(() => String)
  country!: string;

  @Field(() => String, { nullable: true })
  region?: string | null;

  @Field(() => ID, { nullable: true })
  categoryId?: string | null;

  /** 19 for 19 %, 8.875 for 8.875 %. */
  @Field(() => Float)
  percentage!: number;

  @Field(() => Boolean, { defaultValue: false })
  included!: boolean;
}

@Resolver(() => TaxRate)
export class TaxResolver {
  @Query(() => [TaxRate])
  taxRates(@Ctx() context: DomainContext) {
    return context.read.findAll(TaxRate, { orderBy: { id: 'asc' }, limit: 1_000 });
  }

  @Mutation(() => TaxRate)
  setTaxRate(@Ctx() context: DomainContext, @Arg('input', () => TaxRateInput) input: TaxRateInput) {
    return context.run(setTaxRate, input);
  }

  @Mutation(() => Boolean)
  removeTaxRate(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(removeTaxRate, { id });
  }

  @FieldResolver(() => Float)
  percentage(@Root() { ratePpm }: TaxRate): number {
    return ratePpm / 10_000;
  }
}
