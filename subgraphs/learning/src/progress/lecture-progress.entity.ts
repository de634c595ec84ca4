import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What of a lecture somebody has watched. */
@Entity({ tableName: 'lecture_progress' })
export class LectureProgress {
  @PrimaryKey({ type: 'uuid' })
  readonly enrollmentId!: string;

  @PrimaryKey({ type: 'uuid' })
  readonly lectureId!: string;

  /** Which seconds of it, as ranges that do not touch: what is watched again is in it already, what is skipped never gets into it. */
  @Property({ columnType: 'int4multirange', type: 'string' })
  readonly watched!: string;

  /** How many seconds those ranges are. */
  @Property({ type: 'integer' })
  readonly watchedSeconds!: number;

  /** When it was done; it stays done. */
  @Property({ type: 'timestamptz', nullable: true })
  readonly completedAt!: Date | null;
}
