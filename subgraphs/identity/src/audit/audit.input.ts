import { DateTime, Field, ID, InputType } from '@stoa/kit/graphql';
import { type AuditOutcome, AuditOutcomeEnum } from './audit-entry.entity.ts';

@InputType()
export class AuditFilter {
  @Field(() => ID, { nullable: true })
  actorId?: string | null;

  /** What was done by acting for this user. */
  @Field(() => ID, { nullable: true })
  onBehalfOfId?: string | null;

  @Field(() => ID, { nullable: true })
  subjectId?: string | null;

  @Field(() => String, { nullable: true })
  domain?: string | null;

  @Field(() => String, { nullable: true })
  action?: string | null;

  @Field(() => AuditOutcomeEnum, { nullable: true })
  outcome?: AuditOutcome | null;

  @Field(() => DateTime, { nullable: true })
  from?: Date | null;

  /** Up to this moment, which is not in it. */
  @Field(() => DateTime, { nullable: true })
  to?: Date | null;
}
