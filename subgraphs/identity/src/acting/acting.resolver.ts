import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { signAccessToken } from '../session/access-token.ts';
import { SessionInfo } from '../session/session.payload.ts';
import { User } from '../user/user.entity.ts';
import { userReference } from '../user/user.reference.ts';
import { actAs } from './act-as.ts';
import { ActingSession } from './acting-session.payload.ts';

@Resolver(() => User)
export class ActingResolver {
  /** Lets somebody of the staff act for a user, who is told, for half an hour at most. What they do is written down as theirs. */
  @Mutation(() => ActingSession)
  async actAs(
    @Ctx() context: DomainContext,
    @Arg('userId', () => ID) userId: string,
    @Arg('reason', () => String) reason: string,
  ): Promise<ActingSession> {
    const { user, sessionId, actorId } = await context.run(actAs, { userId, reason });
    const { sellerId, accountType } = user;
    return {
      id: sessionId,
      user,
      ...(await signAccessToken(context, { userId: user.id, sellerId, accountType, scopes: [], sessionId, actorId })),
    };
  }

  /** Who of the staff acts for the user in this very session. */
  @FieldResolver(() => User, { nullable: true })
  actor(@Ctx() context: DomainContext) {
    const { actorId } = context.viewer;
    return actorId === undefined ? null : context.load(userReference.loader, actorId);
  }
}

@Resolver(() => SessionInfo)
export class ActingSessionResolver {
  /** Who of the staff acts for the user in it; null where it is the user’s own. */
  @FieldResolver(() => User, { nullable: true })
  actor(@Ctx() context: DomainContext, @Root() { actorId }: SessionInfo) {
    return actorId && context.load(userReference.loader, actorId);
  }
}
