import { Directive, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, Enum, PrimaryKey, Property } from '@stoa/kit/persistence';

const STATUSES = ['DRAFT', 'ACTIVE', 'ARCHIVED'] as const;

/** What a product of the kind COURSE teaches. It has its product's id, and keeps of the product what catalog's events tell. */
@Entity({ tableName: 'course' })
@Directive('@key(fields: "id")')
@ObjectType('Course')
export class Course {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  /** Its product's. */
  @Enum({ items: () => [...STATUSES] })
  readonly status!: (typeof STATUSES)[number];

  /** Its product's; empty until catalog's event has come. */
  @Property({ type: 'string', length: 200, default: '' })
  readonly name!: string;

  /** Of the product that all this is from; 0 until catalog's event has come. */
  @Property({ type: 'integer', default: 0 })
  readonly productVersion!: number;
}
