import { badInput } from '@stoa/kit/errors';
import {
  Address,
  Arg,
  Args,
  Ctx,
  connectionOf,
  FieldResolver,
  ID,
  Mutation,
  newestFirst,
  PageArgs,
  Query,
  Resolver,
  Root,
} from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { addressesOfUsers } from '../address/address.loader.ts';
import { sellersFollowedBy } from '../follow/followed.loader.ts';
import { Seller } from '../seller/seller.entity.ts';
import { sellerReference } from '../seller/seller.reference.ts';
import { sessionsOfUser } from '../session/list-sessions.ts';
import { SessionInfo, SessionPayload } from '../session/session.payload.ts';
import { toPayload } from '../session/to-payload.ts';
import { signInMethodsOf } from '../sign-in/list-sign-in-methods.ts';
import { SignInMethod } from '../sign-in/sign-in-method.payload.ts';
import { register } from './register.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resetPassword } from './reset-password.ts';
import { reinstateUser, suspendUser } from './suspend-user.ts';
import { updateProfile } from './update-profile.ts';
import { User } from './user.entity.ts';
import { RegisterInput, ResetPasswordInput, UpdateProfileInput } from './user.input.ts';
import { userReference } from './user.reference.ts';
import { requestEmailVerification, verifyEmail } from './verify-email.ts';

const MAX_SEARCH_LENGTH = 200;

export const UserConnection = connectionOf(User, 'User');

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, { nullable: true })
  me(@Ctx() context: DomainContext) {
    return context.viewer.userId && context.load(userReference.loader, context.viewer.userId);
  }

  @Query(() => UserConnection)
  users(
    @Ctx() context: DomainContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('search', () => String, { nullable: true }) search?: string,
  ) {
    if (search && search.length > MAX_SEARCH_LENGTH) throw badInput(`a search has at most ${MAX_SEARCH_LENGTH} characters`, 'search');
    const matching = search ? { $ilike: `%${search.replace(/[\\%_]/g, '\\$&')}%` } : null;
    const where = matching ? { $or: [{ email: matching }, { firstName: matching }, { lastName: matching }] } : {};
    return newestFirst(context.read, User, where, page);
  }

  @Mutation(() => SessionPayload)
  async register(@Ctx() context: DomainContext, @Arg('input', () => RegisterInput) input: RegisterInput) {
    return toPayload(context, await context.run(register, input));
  }

  @Mutation(() => User)
  updateProfile(@Ctx() context: DomainContext, @Arg('input', () => UpdateProfileInput) input: UpdateProfileInput) {
    return context.run(updateProfile, input);
  }

  /** Has a link sent to the address by which a new password can be set; true whether anybody has it or not. */
  @Mutation(() => Boolean)
  requestPasswordReset(@Ctx() context: DomainContext, @Arg('email', () => String) email: string) {
    return context.run(requestPasswordReset, { email });
  }

  /** Sets a new password by such a link, and logs the account out everywhere. */
  @Mutation(() => Boolean)
  resetPassword(@Ctx() context: DomainContext, @Arg('input', () => ResetPasswordInput) input: ResetPasswordInput) {
    return context.run(resetPassword, input);
  }

  /** Has a link sent once more by which one’s own address can be verified. */
  @Mutation(() => Boolean)
  requestEmailVerification(@Ctx() context: DomainContext) {
    return context.run(requestEmailVerification, {});
  }

  /** Verifies one’s own address by such a link. */
  @Mutation(() => User)
  verifyEmail(@Ctx() context: DomainContext, @Arg('token', () => String) token: string) {
    return context.run(verifyEmail, { token });
  }

  /** Ends an account’s sessions and lets nobody log in to it, until it is reinstated. */
  @Mutation(() => User)
  suspendUser(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string, @Arg('reason', () => String) reason: string) {
    return context.run(suspendUser, { id, reason });
  }

  @Mutation(() => User)
  reinstateUser(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string) {
    return context.run(reinstateUser, { id });
  }

  /** Whether an administrator lets nobody log in to the account. */
  @FieldResolver(() => Boolean, { nullable: true })
  suspended(@Root() user: User) {
    return user.suspendedAt !== null;
  }

  /** Whether the owner has shown that the address is theirs. */
  @FieldResolver(() => Boolean, { nullable: true })
  emailVerified(@Root() user: User) {
    return user.emailVerifiedAt !== null;
  }

  @FieldResolver(() => Seller, { nullable: true })
  seller(@Ctx() context: DomainContext, @Root() user: User) {
    return user.sellerId && context.load(sellerReference.loader, user.sellerId);
  }

  @FieldResolver(() => [Address], { nullable: true })
  addresses(@Ctx() context: DomainContext, @Root() user: User) {
    return context.load(addressesOfUsers, user.id).then((found) => found ?? []);
  }

  /** Those followed last come first. */
  @FieldResolver(() => [Seller], { nullable: true })
  followedSellers(@Ctx() context: DomainContext, @Root() user: User) {
    return context.load(sellersFollowedBy, user.id).then((found) => found ?? []);
  }

  /** The ways to log in to the account. */
  @FieldResolver(() => [SignInMethod], { nullable: true })
  signInMethods(@Ctx() context: DomainContext, @Root() user: User) {
    return signInMethodsOf(context, user.id);
  }

  @FieldResolver(() => [SessionInfo], { nullable: true })
  sessions(@Ctx() context: DomainContext, @Root() user: User) {
    return sessionsOfUser(context, user.id);
  }
}
