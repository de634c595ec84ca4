import { Directive, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** Somebody who sells. The id is not the user's. */
@Entity({ tableName: 'seller' })
@Directive('@key(fields: "id")')
@ObjectType('Seller')
export class Seller {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid', unique: true })
  readonly userId!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 100 })
  displayName!: string;

  static open(facts: { id: string; userId: string; displayName: string }): Seller {
    return Object.assign(new Seller(), facts);
  }
}
