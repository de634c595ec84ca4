import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What became of carts in one hour (UTC). */
@Entity({ tableName: 'cart_hour' })
export class CartHour {
  @PrimaryKey({ type: 'timestamptz' })
  readonly hour!: Date;

  @Property({ type: 'integer', default: 0 })
  readonly created!: number;

  @Property({ type: 'integer', default: 0 })
  readonly itemsAdded!: number;

  @Property({ type: 'integer', default: 0 })
  readonly checkouts!: number;

  @Property({ type: 'integer', default: 0 })
  readonly completed!: number;

  @Property({ type: 'integer', default: 0 })
  readonly expired!: number;

  @Property({ type: 'integer', default: 0 })
  readonly paymentFailed!: number;

  /** Guests' carts that went into an account's: they are not abandoned, and no purchase either. */
  @Property({ type: 'integer', default: 0 })
  readonly merged!: number;
}
