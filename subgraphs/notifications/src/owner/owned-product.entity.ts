import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A paid line of a digital product: its buyer is told of new versions, until the line's money goes back. */
@Entity({ tableName: 'owned_product' })
@Index({ properties: ['productId'] })
export class OwnedProduct {
  @PrimaryKey({ type: 'uuid' })
  readonly orderItemId!: string;

  @Property({ type: 'uuid' })
  readonly productId!: string;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  /** True also where the refund was heard of before the purchase. */
  @Property({ type: 'boolean' })
  readonly ended!: boolean;
}
