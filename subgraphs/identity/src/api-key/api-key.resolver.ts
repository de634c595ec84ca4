import { Arg, Ctx, DateTime, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { User } from '../user/user.entity.ts';
import { userReference } from '../user/user.reference.ts';
import { ApiKey } from './api-key.entity.ts';
import { CreatedApiKey } from './api-key.payload.ts';
import { createApiKey } from './create-api-key.ts';
import { revokeApiKey } from './revoke-api-key.ts';

/** Those revoked long ago fall off the end. */
const MAX_LISTED = 500;

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  /** The keys that count first, then the newest. */
  @Query(() => [ApiKey])
  apiKeys(@Ctx() context: DomainContext) {
    return context.read.find(ApiKey, {}, { orderBy: [{ revokedAt: 'desc nulls first' }, { createdAt: 'desc' }], limit: MAX_LISTED });
  }

  @Mutation(() => CreatedApiKey)
  createApiKey(
    @Ctx() context: DomainContext,
    @Arg('client', () => String) client: string,
    @Arg('expiresAt', () => DateTime, { nullable: true }) expiresAt?: Date,
    @Arg('costPerMinute', () => Int, { nullable: true }) costPerMinute?: number,
  ) {
    return context.run(createApiKey, { client, expiresAt, costPerMinute });
  }

  @Mutation(() => ApiKey)
  revokeApiKey(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(revokeApiKey, { id });
  }

  @FieldResolver(() => User, { nullable: true })
  createdBy(@Ctx() context: DomainContext, @Root() { createdById }: ApiKey) {
    return context.load(userReference.loader, createdById);
  }

  @FieldResolver(() => User, { nullable: true })
  revokedBy(@Ctx() context: DomainContext, @Root() { revokedById }: ApiKey) {
    return revokedById && context.load(userReference.loader, revokedById);
  }
}
