import { Arg, Ctx, FieldResolver, indexBy, loader, Mutation, Resolver, Root } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { User } from '../user/user.entity.ts';
import { DataErasure } from './data-erasure.entity.ts';
import { requestDataErasure } from './request-data-erasure.ts';

const erasureOf = loader<string, DataErasure>(async ({ rows }, userIds) =>
  indexBy(await rows.by(DataErasure, 'userId', userIds), ({ userId }) => userId),
);

@Resolver(() => User)
export class DataErasureResolver {
  /** Closes one's account, and has all that tells who one is forgotten. Administrators can take that back by `reinstateUser` until it is done. */
  @Mutation(() => DataErasure)
  requestDataErasure(@Ctx() context: DomainContext, @Arg('password', () => String, { nullable: true }) password?: string) {
    return context.run(requestDataErasure, { password });
  }

  /** Set when its owner wants the account to be forgotten. */
  @FieldResolver(() => DataErasure, { nullable: true })
  dataErasure(@Ctx() context: DomainContext, @Root() user: User) {
    return context.load(erasureOf, user.id);
  }
}
