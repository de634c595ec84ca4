import { DateTime, Directive, Field, Float, ID, Int, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { Entity, Enum, Index, newId, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import { FIRST_CREDIT_SECONDS } from '../progress/watch-rules.ts';
import { type EnrollmentStatus, enrollmentMachine } from './enrollment.machine.ts';

const EnrollmentStatusEnum = machineEnum(enrollmentMachine, 'EnrollmentStatus');

/** That somebody learns a course, and how far they are. There is one for each student and course, however often it was bought. */
@Entity({ tableName: 'enrollment' })
@Unique({ properties: ['studentId', 'courseId'] })
@Index({ properties: ['courseId', 'id'] })
@Directive('@key(fields: "id")')
@ObjectType('Enrollment')
export class Enrollment {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly courseId!: string;

  @Property({ type: 'uuid' })
  readonly studentId!: string;

  /** Whose course it is, so that a policy need ask nobody. */
  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Field(() => EnrollmentStatusEnum)
  @Enum({ items: () => [...enrollmentMachine.states] })
  status!: EnrollmentStatus;

  /** From 0 to 100, never less than before. */
  @Field(() => Float)
  @Property({ type: 'double', default: 0 })
  progressPercentage!: number;

  /** Each second of a lecture counts once. Never less than before. */
  @Field(() => Int)
  @Property({ type: 'integer', default: 0 })
  totalWatchTimeSeconds!: number;

  /** How much more of videos may be counted at once, as of the last time that some was. */
  @Property({ type: 'double', default: FIRST_CREDIT_SECONDS })
  watchCreditSeconds!: number;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  watchedAt!: Date;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly enrolledAt!: Date;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  completedAt!: Date | null;

  /** It was finished, and its certificate is not written yet. */
  @Property({ type: 'boolean', default: false })
  certificateDue!: boolean;

  @Property({ type: 'integer', version: true })
  readonly version!: number;

  static start(facts: Pick<Enrollment, 'courseId' | 'studentId' | 'sellerId'>): Enrollment {
    return Object.assign(new Enrollment(), facts, {
      ...{ id: newId(), status: 'ACTIVE' as const, progressPercentage: 0, totalWatchTimeSeconds: 0 },
      ...{ completedAt: null, certificateDue: false },
      ...{ watchCreditSeconds: FIRST_CREDIT_SECONDS, watchedAt: new Date(), enrolledAt: new Date() },
    });
  }
}
