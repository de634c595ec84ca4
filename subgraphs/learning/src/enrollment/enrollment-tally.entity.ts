import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A change of how many are enrolled in a course; all of a course's add up to the number. A job folds them into one. */
@Entity({ tableName: 'enrollment_tally' })
export class EnrollmentTally {
  @PrimaryKey({ type: 'uuid', defaultRaw: 'gen_random_uuid()' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly courseId!: string;

  @Property({ type: 'integer' })
  readonly change!: number;
}
