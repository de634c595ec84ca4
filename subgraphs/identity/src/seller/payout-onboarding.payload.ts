import { DateTime, Field, ObjectType } from '@stoa/kit/graphql';

/** The page on which a seller tells the payment provider who they are. */
@ObjectType('PayoutOnboarding')
export class PayoutOnboarding {
  @Field(() => String)
  readonly url!: string;

  @Field(() => DateTime)
  readonly expiresAt!: Date;
}
