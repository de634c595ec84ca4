import { Field, ID, Int, ObjectType } from '@stoa/kit/graphql';
import { Entity, Index, newId, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A part of a course, which its lectures hang on. */
@Entity({ tableName: 'chapter' })
@ObjectType('Chapter')
export class Chapter {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly courseId!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 200 })
  title!: string;

  /** From 1, without a gap. */
  @Field(() => Int)
  @Property({ type: 'integer' })
  position!: number;

  static of(courseId: string, title: string, position: number): Chapter {
    return Object.assign(new Chapter(), { id: newId(), courseId, title, position });
  }
}
