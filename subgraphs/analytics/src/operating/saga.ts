import { connectionOf, DateTime, enumOf, Field, Float, ID, InputType, Int, ObjectType } from '@stoa/kit/graphql';
import type { SagaFacts } from '@stoa/kit/operating';

const SagaStateEnum = enumOf('SagaState', ['RUNNING', 'UNDOING']);

/** Something that several domains are asked for one after the other, and that has not ended. */
@ObjectType()
export class Saga {
  @Field(() => ID)
  id!: string;

  /** Whose it is. */
  @Field(() => String)
  domain!: string;

  /** `checkout` */
  @Field(() => String)
  type!: string;

  subjectType!: string;

  /** The id of what it is about: of a checkout, its order's. */
  @Field(() => ID)
  subjectId!: string;

  /** UNDOING: it was refused or took too long, and what it did is taken back. */
  @Field(() => SagaStateEnum)
  state!: SagaFacts['state'];

  /** The step that got no answer when it was asked last, or that is to be taken back next. */
  @Field(() => String)
  step!: string;

  /** How often that failed in a row. */
  @Field(() => Int)
  failures!: number;

  @Field(() => Float)
  ageSeconds!: number;

  @Field(() => DateTime)
  startedAt!: Date;

  @Field(() => DateTime)
  deadlineAt!: Date;

  /** Its deadline has passed. */
  @Field(() => Boolean)
  overdue!: boolean;

  @Field(() => DateTime)
  nextTryAt!: Date;

  /** Of one that is taken back, the code that it was refused with. */
  @Field(() => String, { nullable: true })
  refusalCode!: string | null;
}

export function showSaga({ startedAt, deadlineAt, nextTryAt, ...same }: SagaFacts, domain: string): Saga {
  const moments = { startedAt: new Date(startedAt), deadlineAt: new Date(deadlineAt), nextTryAt: new Date(nextTryAt) };
  return { id: `${domain}:${same.type}:${same.subjectId}`, domain, ...same, ...moments };
}

@InputType()
export class SagaFilter {
  @Field(() => String, { nullable: true })
  domain?: string | null;

  @Field(() => String, { nullable: true })
  type?: string | null;

  /** True for those whose deadline has passed. */
  @Field(() => Boolean, { nullable: true })
  overdue?: boolean | null;
}

@ObjectType('SagaConnection')
export class SagaConnection extends connectionOf(Saga, 'Saga') {
  /** Domains that gave no answer just now: theirs are not in the list. */
  @Field(() => [String])
  unanswered!: string[];
}
