import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A paid order line: who has it may review the product, until the line's money goes back. */
@Entity({ tableName: 'purchase' })
@Index({ properties: ['buyerId', 'productId'] })
export class Purchase {
  @PrimaryKey({ type: 'uuid' })
  readonly orderItemId!: string;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  @Property({ type: 'uuid' })
  readonly productId!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  /** Null where the refund was heard of first. */
  @Property({ type: 'timestamptz', nullable: true })
  grantedAt!: Date | null;

  @Property({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}
