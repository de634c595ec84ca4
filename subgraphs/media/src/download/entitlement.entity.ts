import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What a paid order line gives its buyer: the right to download the product, until the line's money goes back. */
@Entity({ tableName: 'entitlement' })
@Index({ properties: ['buyerId', 'productId'] })
export class Entitlement {
  @PrimaryKey({ type: 'uuid' })
  readonly orderItemId!: string;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  @Property({ type: 'uuid' })
  readonly productId!: string;

  /** Null where the refund was heard of first. */
  @Property({ type: 'timestamptz', nullable: true })
  grantedAt!: Date | null;

  @Property({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  /** How many addresses to download from it has given. */
  @Property({ type: 'integer', default: 0 })
  linksIssued!: number;
}
