import { DateTime, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { User } from '../user/user.entity.ts';

/** What logging in gives. */
@ObjectType('Session')
export class SessionPayload {
  @Field(() => String)
  accessToken!: string;

  @Field(() => String)
  refreshToken!: string;

  /** When the access token ends. */
  @Field(() => DateTime)
  expiresAt!: Date;

  @Field(() => User)
  user!: User;
}

/** One of one's own sessions, as a list shows it. */
@ObjectType()
export class SessionInfo {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTime)
  createdAt!: Date;

  @Field(() => DateTime)
  lastSeenAt!: Date;

  @Field(() => DateTime)
  expiresAt!: Date;

  @Field(() => String, { nullable: true })
  userAgent!: string | null;

  @Field(() => Boolean)
  current!: boolean;

  actorId!: string | null;
}
