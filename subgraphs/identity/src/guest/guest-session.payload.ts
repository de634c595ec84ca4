import { DateTime, Field, ObjectType } from '@stoa/kit/graphql';

/** A time of filling a cart without an account. */
@ObjectType('GuestSession')
export class GuestSession {
  /** It is sent like an account's, and opens nothing but a cart. */
  @Field(() => String)
  accessToken!: string;

  /** When the access token ends. Who asks again before gets another one for the same cart. */
  @Field(() => DateTime)
  expiresAt!: Date;
}
