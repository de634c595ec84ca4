import { Arg, Args, Ctx, FieldResolver, ID, Mutation, PageArgs, Query, Resolver, Root, type Stub, stubOf } from '@stoa/kit/graphql';
import { policy } from '@stoa/kit/policy';
import type { DomainContext } from '@stoa/kit/use-case';
import { DeadLetterConnection, DeadLetterFilter, DeadLetterReplay } from './dead-letter.ts';
import { judgeDeadLetter, listDeadLetters } from './dead-letters.ts';
import { listSagas } from './list-sagas.ts';
import { Saga, SagaConnection, SagaFilter } from './saga.ts';

export const operatingPolicy = policy('Operating', {
  operations: {
    'Query.deadLetters': 'operations:read',
    'Query.sagas': 'operations:read',
    'Mutation.replayDeadLetter': 'operations:write',
    'Mutation.discardDeadLetter': 'operations:write',
  },
  // Orders says who may read it.
  fields: { 'Saga.order': 'everyone' },
});

const OrderStub = stubOf('Order');

@Resolver()
export class DeadLetterResolver {
  /** What could not be handled in any domain, the last first. */
  @Query(() => DeadLetterConnection)
  deadLetters(
    @Ctx() context: DomainContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => DeadLetterFilter, { nullable: true }) filter?: DeadLetterFilter,
  ) {
    return listDeadLetters(context, filter ?? {}, page);
  }

  /** Handles it again, with what waits behind it, a hundred events at most. What was handled is not handled twice. */
  @Mutation(() => DeadLetterReplay)
  replayDeadLetter(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return judgeDeadLetter(context, id, 'replayDeadLetter');
  }

  /** Gives it up for good: its domain goes on as if it had never come. */
  @Mutation(() => DeadLetterReplay)
  discardDeadLetter(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return judgeDeadLetter(context, id, 'discardDeadLetter');
  }
}

@Resolver(() => Saga)
export class SagaResolver {
  /** What has not ended, in any domain, the oldest first. */
  @Query(() => SagaConnection)
  sagas(
    @Ctx() context: DomainContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => SagaFilter, { nullable: true }) filter?: SagaFilter,
  ) {
    return listSagas(context, filter ?? {}, page);
  }

  /** The order that it is about, if it is about one. */
  @FieldResolver(() => OrderStub, { nullable: true })
  order(@Root() { subjectType, subjectId }: Saga): Stub | null {
    return subjectType === 'Order' ? { id: subjectId } : null;
  }
}
