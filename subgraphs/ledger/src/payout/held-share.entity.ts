import { Check, Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What a seller has earned with one order, and from when on it may be paid out: never, once the order has ended. Refunds make it less. */
@Entity({ tableName: 'held_share' })
@Check({ name: 'held_share_not_negative', expression: 'amount_minor >= 0' })
@Index({ properties: ['sellerId', 'currency', 'releaseAt'] })
export class HeldShare {
  @PrimaryKey({ type: 'uuid' })
  readonly orderId!: string;

  @PrimaryKey({ type: 'uuid' })
  readonly sellerId!: string;

  @Property({ type: 'character', length: 3 })
  readonly currency!: string;

  @Property({ type: 'bigint', runtimeType: 'number' })
  readonly amountMinor!: number;

  @Property({ type: 'timestamptz' })
  readonly releaseAt!: Date;
}
