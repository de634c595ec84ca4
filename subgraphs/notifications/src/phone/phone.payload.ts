import { DateTime, Field, ID, ObjectType } from '@stoa/kit/graphql';

/** A number at which somebody is told things by SMS. */
@ObjectType()
export class Phone {
  @Field(() => ID)
  id!: string;

  /** E.164, `+4915112345678`. */
  @Field(() => String)
  number!: string;
}

/** A code is on its way to a number. */
@ObjectType()
export class PhoneVerification {
  /** What `verifyPhone` takes beside the code. */
  @Field(() => ID)
  id!: string;

  @Field(() => DateTime)
  expiresAt!: Date;
}
