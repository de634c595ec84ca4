import { DateTime, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { User } from '../user/user.entity.ts';

/** What acting for somebody gives: a token that nothing refreshes. */
@ObjectType()
export class ActingSession {
  /** Of the session, as the user sees it in their list. */
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  accessToken!: string;

  /** When the token ends, and the session with it. */
  @Field(() => DateTime)
  expiresAt!: Date;

  /** For whom. */
  @Field(() => User)
  user!: User;
}
