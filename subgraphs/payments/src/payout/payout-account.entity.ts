import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** The account that was opened at the provider for a seller: the first one, for ever. */
@Entity({ tableName: 'payout_account' })
export class PayoutAccountOpened {
  @PrimaryKey({ type: 'uuid' })
  readonly sellerId!: string;

  @Property({ type: 'string', length: 100 })
  readonly accountId!: string;
}
