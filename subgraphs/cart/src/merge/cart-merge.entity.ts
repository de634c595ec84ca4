import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** Why something of a guest's cart did not come along. */
export type LeftOutReason = 'OWN_PRODUCT' | 'CURRENCY_MISMATCH' | 'CART_FULL';

export interface LeftOut {
  readonly variantId: string;
  readonly quantity: number;
  readonly reason: LeftOutReason;
}

/** That a guest's cart went into an account's. From then on the guest is that account's: nobody else can have what they fill. */
@Entity({ tableName: 'cart_merge' })
export class CartMerge {
  /** The guest's. A cart goes over once. */
  @PrimaryKey({ type: 'uuid' })
  readonly cartId!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly guestId!: string;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  @Property({ type: 'uuid' })
  readonly intoCartId!: string;

  @Property({ type: 'json' })
  readonly leftOut!: LeftOut[];

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly mergedAt!: Date;
}
