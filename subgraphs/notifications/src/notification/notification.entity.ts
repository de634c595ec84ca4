import { DateTime, Directive, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, Index, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import type { Kind, Names } from '../kind/kinds.ts';
import type { Audience } from '../kind/notice.ts';

/** That somebody is to be told something. What it says is made from this in the reader's language, when they read it. */
@Entity({ tableName: 'notification' })
@Unique({ properties: ['eventId', 'kind', 'audienceId'] })
@Unique({ properties: ['eventId', 'kind', 'userId'] })
@Index({ properties: ['userId', 'id'] })
@Directive('@key(fields: "id")')
@ObjectType('Notification')
export class Notification {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  /** The event that it tells of. */
  @Property({ type: 'uuid' })
  readonly eventId!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 40 })
  readonly kind!: Kind;

  @Property({ type: 'string', length: 10 })
  readonly audience!: Audience;

  @Property({ type: 'uuid' })
  readonly audienceId!: string;

  @Property({ type: 'json' })
  readonly data!: Readonly<Record<string, unknown>>;

  /** What the others call what it is about; null until they were asked. */
  @Property({ type: 'json', nullable: true })
  readonly names!: Names | null;

  /** Who is told; null until it is known, and where the audience is nobody any more. */
  @Property({ type: 'uuid', nullable: true })
  readonly userId!: string | null;

  /** Its place among those of its user, without a gap: what a live stream goes by. */
  @Property({ type: 'integer', nullable: true })
  readonly sequence!: number | null;

  /** When it happened. */
  @Field(() => DateTime)
  @Property({ type: 'timestamptz' })
  readonly createdAt!: Date;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  readonly readAt!: Date | null;

  /** When it was decided by which ways it goes. */
  @Property({ type: 'timestamptz', nullable: true })
  readonly addressedAt!: Date | null;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly nextTryAt!: Date;

  /** True until a digest has it. */
  @Property({ type: 'boolean', default: false })
  readonly awaitsDigest!: boolean;
}
