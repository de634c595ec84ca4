import { Field, Int, ObjectType } from '@stoa/kit/graphql';
import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A line of a table that was not taken in, and what is wrong with it. */
@Entity({ tableName: 'product_import_error' })
@ObjectType('ProductImportError')
export class ProductImportError {
  @PrimaryKey({ type: 'uuid' })
  readonly importId!: string;

  /** Of the file, from 1. A line of CSV that goes on over several ends of lines is where it begins. */
  @Field(() => Int)
  @PrimaryKey({ type: 'integer' })
  readonly line!: number;

  /** Null where it could not be read. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 64, nullable: true })
  readonly sku!: string | null;

  /** As `extensions.code` of a refused mutation. */
  @Field(() => String)
  @Property({ type: 'string', length: 40 })
  readonly code!: string;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 100, nullable: true })
  readonly field!: string | null;

  @Field(() => String)
  @Property({ type: 'string', length: 300 })
  readonly message!: string;
}
