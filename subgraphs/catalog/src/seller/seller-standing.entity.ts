import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What identity last said of whether a seller sells, for each who has listed anything. */
@Entity({ tableName: 'seller_standing' })
export class SellerStanding {
  @PrimaryKey({ type: 'uuid' })
  readonly sellerId!: string;

  @Property({ type: 'boolean' })
  readonly selling!: boolean;

  /** Of identity's news. What is older than this says nothing. */
  @Property({ type: 'integer' })
  readonly version!: number;

  /** False while products may be on the shelves that should not be, or the reverse. */
  @Index({
    name: 'seller_standing_unsettled',
    expression: 'create index "seller_standing_unsettled" on "seller_standing" ("seller_id") where not settled',
  })
  @Property({ type: 'boolean' })
  readonly settled!: boolean;
}
