import { Ctx, Mutation, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { GuestSession } from './guest-session.payload.ts';
import { startGuestSession } from './start-guest-session.ts';

@Resolver(() => GuestSession)
export class GuestResolver {
  @Mutation(() => GuestSession)
  startGuestSession(@Ctx() context: DomainContext) {
    return context.run(startGuestSession, {});
  }
}
