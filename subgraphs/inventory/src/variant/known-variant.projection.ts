import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What inventory keeps of catalog's variants: whose they are, and whether they are counted. */
@Entity({ tableName: 'known_variant' })
export class KnownVariant {
  @PrimaryKey({ type: 'uuid' })
  readonly variantId!: string;

  @Property({ type: 'uuid' })
  readonly productId!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Property({ type: 'string', length: 10 })
  readonly kind!: 'PHYSICAL' | 'DIGITAL' | 'COURSE';
}
