import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  newestFirst,
  PageArgs,
  Query,
  Resolver,
  Root,
} from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import { SCOPES } from '@stoa/schema/scopes';
import { User } from '../user/user.entity.ts';
import { UserConnection } from '../user/user.resolver.ts';
import { inviteStaff } from './invite-staff.ts';
import { setStaffScopes } from './set-staff-scopes.ts';

@InputType()
export class InviteStaffInput {
  @Field(() => String)
  email!: string;

  @Field(() => String)
  firstName!: string;

  @Field(() => String)
  lastName!: string;

  @Field(() => [String])
  scopes!: string[];
}

@Resolver(() => User)
export class StaffResolver {
  @Query(() => UserConnection)
  staff(@Ctx() context: DomainContext, @Args(() => PageArgs) page: PageArgs) {
    return newestFirst(context.read, User, { accountType: 'ADMIN' }, page);
  }

  /** All that staff may be let do. Whoever has `*` may do all of it, and what is added. */
  @Query(() => [String])
  staffScopes(): readonly string[] {
    return SCOPES;
  }

  /** Opens an administrator’s account; they set their password by a link that is mailed to them. */
  @Mutation(() => User)
  inviteStaff(@Ctx() context: DomainContext, @Arg('input', () => InviteStaffInput) input: InviteStaffInput) {
    return context.run(inviteStaff, input);
  }

  /** Says what an administrator may do from now on, and ends their sessions. */
  @Mutation(() => User)
  setStaffScopes(@Ctx() context: DomainContext, @Arg('id', () => ID) id: string, @Arg('scopes', () => [String]) scopes: string[]) {
    return context.run(setStaffScopes, { id, scopes });
  }

  /** What somebody of the staff may do; of others there is nothing. */
  @FieldResolver(() => [String], { nullable: true })
  scopes(@Root() user: User): readonly string[] {
    return user.scopes;
  }
}
