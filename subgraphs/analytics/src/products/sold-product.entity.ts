import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A product that was sold, and where in the tree of categories it is: events do not say that, so catalog is asked for it. */
@Entity({ tableName: 'sold_product' })
export class SoldProduct {
  @PrimaryKey({ type: 'uuid' })
  readonly productId!: string;

  /** One of its variants, by which catalog is asked. */
  @Property({ type: 'uuid' })
  readonly variantId!: string;

  /** The nearest; null where it has none, or nobody has asked yet. */
  @Property({ type: 'uuid', nullable: true })
  categoryId!: string | null;

  /** Whether it could be bought when catalog was asked last; until then it can, since somebody just did. */
  @Property({ type: 'boolean', default: true })
  onSale!: boolean;

  @Index()
  @Property({ type: 'boolean', default: false })
  learnt!: boolean;

  /** How often it has changed, so that what was asked before a change is not taken for what holds after it. */
  @Property({ type: 'integer', default: 0 })
  changes!: number;
}
