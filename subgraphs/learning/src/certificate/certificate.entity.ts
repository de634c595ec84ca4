import { DateTime, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** That somebody has finished a course, with both names as they were on that day. It is written once; the database refuses any change. */
@Entity({ tableName: 'certificate' })
@ObjectType('Certificate')
export class Certificate {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  /** Whoever has it can have it verified. It follows from nothing, so nobody can guess another one. */
  @Field(() => String)
  @Property({ type: 'string', length: 19, unique: true })
  readonly number!: string;

  @Property({ type: 'uuid', unique: true })
  readonly enrollmentId!: string;

  @Property({ type: 'string', length: 210 })
  readonly studentName!: string;

  @Property({ type: 'string', length: 200 })
  readonly courseName!: string;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly issuedAt!: Date;
}
