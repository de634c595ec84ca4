import { connectionOf, DateTime, enumOf, Field, ID, InputType, Int, ObjectType } from '@stoa/kit/graphql';
import { DEAD_LETTER_STATUSES, type DeadLetterFacts } from '@stoa/kit/operating';

export type DeadLetterStatus = DeadLetterFacts['status'];
const DeadLetterStatusEnum = enumOf('DeadLetterStatus', DEAD_LETTER_STATUSES);

/** An event that a domain could not handle, or that waits behind such a one. What it carries is not shown. */
@ObjectType()
export class DeadLetter {
  @Field(() => ID)
  id!: string;

  /** The domain that could not handle it. */
  @Field(() => String)
  domain!: string;

  /** The domain whose event it is. */
  @Field(() => String)
  publisher!: string;

  @Field(() => ID)
  eventId!: string;

  /** Its name, `payments.payment.captured`. */
  @Field(() => String)
  event!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => String)
  aggregateType!: string;

  @Field(() => String)
  aggregateId!: string;

  @Field(() => DeadLetterStatusEnum)
  status!: DeadLetterStatus;

  @Field(() => Int)
  attempts!: number;

  /** Why the last of them failed. */
  @Field(() => String, { nullable: true })
  error!: string | null;

  /** Leads to the logs and traces of what it belongs to. */
  @Field(() => String, { nullable: true })
  traceId!: string | null;

  @Field(() => DateTime)
  occurredAt!: Date;

  @Field(() => DateTime)
  firstSeenAt!: Date;

  @Field(() => DateTime)
  lastSeenAt!: Date;
}

export function showLetter(facts: DeadLetterFacts, domain: string): DeadLetter {
  const { occurredAt, firstSeenAt, lastSeenAt, ...same } = facts;
  const moments = { occurredAt: new Date(occurredAt), firstSeenAt: new Date(firstSeenAt), lastSeenAt: new Date(lastSeenAt) };
  return { id: `${domain}:${facts.eventId}`, domain, ...same, ...moments };
}

@InputType()
export class DeadLetterFilter {
  /** That could not handle them. */
  @Field(() => String, { nullable: true })
  domain?: string | null;

  /** The event's name, in full. */
  @Field(() => String, { nullable: true })
  event?: string | null;

  /** What the events are about. */
  @Field(() => String, { nullable: true })
  aggregateId?: string | null;

  /** Those that need a person, DEAD and WAITING, unless told. */
  @Field(() => [DeadLetterStatusEnum], { nullable: true })
  statuses?: DeadLetterStatus[] | null;

  /** First seen at this moment or after it. */
  @Field(() => DateTime, { nullable: true })
  from?: Date | null;

  /** First seen before this moment. */
  @Field(() => DateTime, { nullable: true })
  to?: Date | null;
}

@ObjectType('DeadLetterConnection')
export class DeadLetterConnection extends connectionOf(DeadLetter, 'DeadLetter') {
  /** Domains that gave no answer just now: theirs are not in the list. */
  @Field(() => [String])
  unanswered!: string[];
}

/** What became of a dead letter that was replayed or discarded, and of those behind it. */
@ObjectType()
export class DeadLetterReplay {
  @Field(() => DeadLetter)
  deadLetter!: DeadLetter;

  /** How many events were handled: the letter, where it was replayed, and those behind it. */
  @Field(() => Int)
  handled!: number;

  /** How many wait behind it still. Where none stopped it, they are handled when it is asked again for one of them. */
  @Field(() => Int)
  waiting!: number;

  /** The letter at which it stopped, since handling it failed again. */
  @Field(() => ID, { nullable: true })
  stoppedBy!: string | null;
}
