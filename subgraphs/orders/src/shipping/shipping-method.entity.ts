import { Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import { Check, Embedded, Entity, Index, newId, PrimaryKey, Property } from '@stoa/kit/persistence';

/** One way in which a seller sends, and what they take for it. Orders keep what they were placed with, so it may change and go at any time. */
@Entity({ tableName: 'shipping_method' })
@Check({ name: 'shipping_method_prices', expression: 'price_amount_minor >= 0 and per_item_minor >= 0 and free_from_minor >= 0' })
@ObjectType('ShippingMethod')
export class ShippingMethod {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 100 })
  name!: string;

  /** Countries (`DE`) and regions of countries (`US-CA`); none for everywhere. */
  @Field(() => [String])
  @Property({ type: 'json' })
  destinations!: string[];

  /** For the first piece. */
  @Field(() => Money)
  @Embedded(() => Money)
  price!: Money;

  @Property({ type: 'bigint', default: 0, runtimeType: 'number' })
  perItemMinor!: number;

  @Property({ type: 'bigint', nullable: true, runtimeType: 'number' })
  freeFromMinor!: number | null;

  static of(facts: Omit<ShippingMethod, 'id'>): ShippingMethod {
    return Object.assign(new ShippingMethod(), facts, { id: newId() });
  }
}
