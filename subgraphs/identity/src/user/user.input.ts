import { Field, ID, InputType, text } from '@stoa/kit/graphql';
import { z } from 'zod';
import { AccountType } from './user.entity.ts';

@InputType()
export class RegisterInput {
  @Field(() => String)
  email!: string;

  @Field(() => String)
  password!: string;

  @Field(() => String)
  firstName!: string;

  @Field(() => String)
  lastName!: string;

  @Field(() => AccountType, { defaultValue: 'BUYER' })
  accountType!: AccountType;

  @Field(() => String, { nullable: true })
  displayName?: string | null;
}

@InputType()
export class ResetPasswordInput {
  /** From the link in the mail. */
  @Field(() => String)
  token!: string;

  @Field(() => String)
  newPassword!: string;
}

@InputType()
export class UpdateProfileInput {
  @Field(() => String, { nullable: true })
  firstName?: string | null;

  @Field(() => String, { nullable: true })
  lastName?: string | null;

  @Field(() => String, { nullable: true })
  displayName?: string | null;

  /** What was uploaded as their AVATAR; null takes the portrait away. */
  @Field(() => ID, { nullable: true })
  avatarFileId?: string | null;
}

/** An address, in lower case. */
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email('is not an e-mail address'));

/** Long enough to be worth guessing against, short enough to hash. */
export const password = z.string().min(8, 'must have at least 8 characters').max(200, 'must have at most 200 characters');

export const registerInput = z.object({
  email,
  password,
  firstName: text(100),
  lastName: text(100),
  accountType: z.enum(['BUYER', 'SELLER', 'ADMIN']).default('BUYER'),
  displayName: text(100).nullish(),
});

export const updateProfileInput = z.object({
  firstName: text(100).nullish(),
  lastName: text(100).nullish(),
  displayName: text(100).nullish(),
  avatarFileId: z.string().nullish(),
});
