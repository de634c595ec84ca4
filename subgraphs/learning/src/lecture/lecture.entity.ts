import { DateTime, Directive, Field, ID, Int, ObjectType } from '@stoa/kit/graphql';
import { Entity, Index, newId, PrimaryKey, Property } from '@stoa/kit/persistence';

/** One lesson: a video, or something that is taught without one. */
@Entity({ tableName: 'lecture' })
@Directive('@key(fields: "id")')
@ObjectType('Lecture')
export class Lecture {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly courseId!: string;

  @Index()
  @Property({ type: 'uuid' })
  chapterId!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 200 })
  title!: string;

  /** In its chapter, from 1, without a gap. */
  @Field(() => Int)
  @Property({ type: 'integer' })
  position!: number;

  /** Everybody may watch it. */
  @Field(() => Boolean)
  @Property({ type: 'boolean', default: false })
  preview!: boolean;

  /** Students watch it from then on; null: at once. */
  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  availableFrom!: Date | null;

  /** Its video. */
  @Property({ type: 'uuid', nullable: true, unique: true })
  fileId!: string | null;

  static of(facts: Pick<Lecture, 'courseId' | 'chapterId' | 'title' | 'position' | 'preview' | 'availableFrom'>): Lecture {
    return Object.assign(new Lecture(), facts, { id: newId(), fileId: null });
  }
}
