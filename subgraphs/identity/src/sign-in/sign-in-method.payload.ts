import { DateTime, enumOf, Field, ID, ObjectType } from '@stoa/kit/graphql';

export const SignInMethodKind = enumOf('SignInMethodKind', ['PASSWORD', 'PROVIDER', 'PASSKEY', 'TOTP']);
export type SignInMethodKind = keyof typeof SignInMethodKind;

/** A way to log in to one’s own account. */
@ObjectType()
export class SignInMethod {
  @Field(() => ID)
  id!: string;

  @Field(() => SignInMethodKind)
  kind!: SignInMethodKind;

  /** What people know it by: the provider, say, and the address that they have there. */
  @Field(() => String)
  label!: string;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true })
  lastUsedAt!: Date | null;
}

/** A provider that people may sign in by. */
@ObjectType()
export class SignInProvider {
  /** As it stands in `/auth/<name>`. */
  @Field(() => String)
  name!: string;

  /** As people know it. */
  @Field(() => String)
  label!: string;
}
