import { Check, Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What of a seller's earnings with an order a bank contests, until it has decided. */
@Entity({ tableName: 'disputed_share' })
@Check({ name: 'disputed_share_not_negative', expression: 'amount_minor >= 0' })
@Index({ properties: ['sellerId', 'currency'] })
export class DisputedShare {
  @PrimaryKey({ type: 'uuid' })
  readonly disputeId!: string;

  @PrimaryKey({ type: 'uuid' })
  readonly sellerId!: string;

  @Property({ type: 'uuid' })
  readonly orderId!: string;

  @Property({ type: 'character', length: 3 })
  readonly currency!: string;

  @Property({ type: 'bigint', runtimeType: 'number' })
  readonly amountMinor!: number;
}
