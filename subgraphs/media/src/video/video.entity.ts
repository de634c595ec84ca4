import { Entity, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';

/** What a lecture's video has beyond other files: where it is at the video host, and which lecture shows it. */
@Entity({ tableName: 'video' })
export class Video {
  @PrimaryKey({ type: 'uuid' })
  readonly fileId!: string;

  /** The store's id of its upload in parts. */
  @Property({ type: 'text' })
  readonly uploadId!: string;

  /** Its id at the video host, from when that has taken it. */
  @Property({ type: 'string', length: 100, nullable: true })
  readonly assetId!: string | null;

  /** The id under which it is played, from when it can be. */
  @Property({ type: 'string', length: 100, nullable: true })
  readonly playbackId!: string | null;

  /** The lecture that shows it. */
  @Unique()
  @Property({ type: 'uuid', nullable: true })
  readonly lectureId!: string | null;

  /** When the video host was asked last. */
  @Property({ type: 'timestamptz', nullable: true })
  readonly askedAt!: Date | null;

  /** When its upload was confirmed, and when it could be played or had failed: what lies between is watched. */
  @Property({ type: 'timestamptz', nullable: true })
  readonly startedAt!: Date | null;

  @Property({ type: 'timestamptz', nullable: true })
  readonly finishedAt!: Date | null;
}
