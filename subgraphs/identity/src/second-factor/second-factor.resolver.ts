import { Arg, Ctx, ID, Mutation, Resolver } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { SessionPayload } from '../session/session.payload.ts';
import { toPayload } from '../session/to-payload.ts';
import { User } from '../user/user.entity.ts';
import { completeLogIn } from './complete-log-in.ts';
import { addPasskey, confirmTotp, renewRecoveryCodes, startPasskey, startTotp } from './enrol.ts';
import { finishPasskeyLogIn, startPasskeyLogIn } from './passkey-log-in.ts';
import { resetSecondFactors } from './reset-second-factors.ts';
import { AddedSecondFactor, PasskeyQuestion, TotpEnrolment } from './second-factor.payload.ts';

@Resolver()
export class SecondFactorResolver {
  /** Answers SECOND_FACTOR_REQUIRED: with its `challenge`, and a code (of an app, or a recovery code) or a passkey, as `toJSON()` makes it. */
  @Mutation(() => SessionPayload)
  async completeLogIn(
    @Ctx() context: DomainContext,
    @Arg('challenge', () => String) challenge: string,
    @Arg('code', () => String, { nullable: true }) code?: string,
    @Arg('passkey', () => String, { nullable: true }) passkey?: string,
  ) {
    return toPayload(context, await context.run(completeLogIn, { challenge, code, passkey }));
  }

  /** Begins to log in by a passkey alone. */
  @Mutation(() => PasskeyQuestion)
  startPasskeyLogIn(@Ctx() context: DomainContext) {
    return context.run(startPasskeyLogIn, {});
  }

  @Mutation(() => SessionPayload)
  async finishPasskeyLogIn(
    @Ctx() context: DomainContext,
    @Arg('challenge', () => String) challenge: string,
    @Arg('passkey', () => String) passkey: string,
  ) {
    return toPayload(context, await context.run(finishPasskeyLogIn, { challenge, passkey }));
  }

  /** Begins to have codes of an app asked for. As all that changes how one logs in, it takes a log-in of the last fifteen minutes. */
  @Mutation(() => TotpEnrolment)
  startTotp(@Ctx() context: DomainContext) {
    return context.run(startTotp, {});
  }

  /** Shows that the app gives the right codes, from when on they are asked for. */
  @Mutation(() => AddedSecondFactor)
  confirmTotp(@Ctx() context: DomainContext, @Arg('code', () => String) code: string) {
    return context.run(confirmTotp, { code });
  }

  /** Begins to add a passkey. */
  @Mutation(() => PasskeyQuestion)
  startPasskey(@Ctx() context: DomainContext) {
    return context.run(startPasskey, {});
  }

  @Mutation(() => AddedSecondFactor)
  addPasskey(
    @Ctx() context: DomainContext,
    @Arg('challenge', () => String) challenge: string,
    @Arg('passkey', () => String) passkey: string,
    @Arg('name', () => String) name: string,
  ) {
    return context.run(addPasskey, { challenge, passkey, name });
  }

  /** Makes new recovery codes, shown this once; the old ones are over. */
  @Mutation(() => [String])
  renewRecoveryCodes(@Ctx() context: DomainContext) {
    return context.run(renewRecoveryCodes, {});
  }

  /** Takes all second factors from somebody who has lost them, logs them out everywhere, and tells them. */
  @Mutation(() => User)
  resetSecondFactors(@Ctx() context: DomainContext, @Arg('userId', () => ID) userId: string, @Arg('reason', () => String) reason: string) {
    return context.run(resetSecondFactors, { userId, reason });
  }
}
