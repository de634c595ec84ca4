import { Arg, Ctx, ID, Mutation, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { refreshSession } from './refresh-session.ts';
import { revokeSession } from './revoke-session.ts';
import { LogInInput } from './session.input.ts';
import { SessionPayload } from './session.payload.ts';
import { toPayload } from './to-payload.ts';

@Resolver(() => SessionPayload)
export class SessionResolver {
  @Mutation(() => SessionPayload)
  async logIn(@Ctx() context: DomainContext, @Arg('input', () => LogInInput) input: LogInInput) {
    return toPayload(context, await context.run(logIn, input));
  }

  @Mutation(() => SessionPayload)
  async refreshSession(@Ctx() context: DomainContext, @Arg('refreshToken', () => String) refreshToken: string) {
    return toPayload(context, await context.run(refreshSession, { refreshToken }));
  }

  @Mutation(() => Boolean)
  logOut(@Ctx() context: DomainContext, @Arg('everywhere', () => Boolean, { defaultValue: false }) everywhere: boolean) {
    return context.run(logOut, { everywhere });
  }

  /** Ends one of one’s own sessions, wherever it is open. */
  @Mutation(() => Boolean)
  revokeSession(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(revokeSession, { id });
  }
}
