import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Query, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { CommissionRate } from './commission-rate.entity.ts';
import { removeCommissionRate, setCommissionRate } from './set-commission-rate.ts';

@InputType()
export class CommissionRateInput {
  @Field(() => ID, { nullable: true })
  sellerId?: string | null;

  @Field(() => ID, { nullable: true })
  categoryId?: string | null;

  @Field(() => Int)
  basisPoints!: number;
}

@Resolver(() => CommissionRate)
export class CommissionResolver {
  @Query(() => [CommissionRate])
  commissionRates(@Ctx() context: DomainContext) {
    return context.read.findAll(CommissionRate, { orderBy: { id: 'asc' }, limit: 1_000 });
  }

  @Mutation(() => CommissionRate)
  setCommissionRate(@Ctx() context: DomainContext, @Arg('input', () => CommissionRateInput) input: CommissionRateInput) {
    return context.run(setCommissionRate, input);
  }

  @Mutation(() => Boolean)
  removeCommissionRate(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(removeCommissionRate, { id });
  }
}
