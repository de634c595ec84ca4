import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** How long a video is that media has made ready, whether a lecture shows it yet or not. */
@Entity({ tableName: 'video' })
export class Video {
  @PrimaryKey({ type: 'uuid' })
  readonly fileId!: string;

  @Property({ type: 'integer' })
  readonly durationSeconds!: number;
}
