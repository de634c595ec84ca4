import { Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, Index, ManyToOne, newId, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';

/** A place in the tree that shoppers browse. */
@Entity({ tableName: 'category' })
@ObjectType('Category')
export class Category {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 100 })
  name!: string;

  @Field(() => String)
  @Unique()
  @Property({ type: 'string', length: 120 })
  readonly slug!: string;

  @Index()
  @ManyToOne(() => Category, { mapToPk: true, nullable: true, fieldName: 'parent_id' })
  readonly parentId!: string | null;

  static of(facts: { name: string; slug: string; parentId?: string | null }): Category {
    return Object.assign(new Category(), { parentId: null, ...facts, id: newId() });
  }
}
