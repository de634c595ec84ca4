import { Attribute, DateTime, Directive, enumOf, Field, ID, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { type Amount, Money } from '@stoa/kit/money';
import { Embedded, Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import { Category } from '../category/category.entity.ts';
import { type ProductStatus, productMachine } from './product.machine.ts';
import type { ProductImage } from './product-image.ts';

export const ProductStatusEnum = machineEnum(productMachine, 'ProductStatus');
export const ProductKind = enumOf('ProductKind', ['PHYSICAL', 'DIGITAL', 'COURSE']);
export type ProductKind = keyof typeof ProductKind;

/** Something a seller offers. What is bought is one of its variants. */
@Entity({ tableName: 'product' })
@Index({ properties: ['sellerId', 'status'] })
@Directive('@key(fields: "id")')
@ObjectType('Product')
export class Product {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Field(() => ProductKind)
  @Enum({ items: () => Object.keys(ProductKind) })
  readonly kind!: ProductKind;

  @Field(() => ProductStatusEnum)
  @Enum({ items: () => [...productMachine.states] })
  status!: ProductStatus;

  /** Its seller may not sell, so it is on no shelf and in no basket that is checked out, whatever its status. */
  @Property({ type: 'boolean', default: false })
  withheld!: boolean;

  @Field(() => String)
  @Property({ type: 'string', length: 200 })
  name!: string;

  @Field(() => String)
  @Unique()
  @Property({ type: 'string', length: 220 })
  readonly slug!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  description!: string;

  @Index()
  @ManyToOne(() => Category, { mapToPk: true, nullable: true, fieldName: 'category_id' })
  categoryId!: string | null;

  /** What the product is listed at; each variant has a price of its own. */
  @Field(() => Money)
  @Embedded(() => Money)
  price!: Money;

  /** Prices in further currencies, one for each. */
  @Property({ type: 'json', defaultRaw: "'[]'" })
  otherPrices!: Amount[];

  @Field(() => [Attribute])
  @Property({ type: 'json' })
  attributes!: Attribute[];

  @Property({ type: 'json', default: '[]' })
  images!: ProductImage[];

  /** Whether any variant can be had, as inventory last said. What is not counted always can. */
  @Property({ type: 'boolean', default: false })
  readonly inStock!: boolean;

  /** Whole stars that its buyers give it on average, as reviews last said; null where nobody has. */
  @Property({ type: 'smallint', nullable: true })
  readonly stars!: number | null;

  /** Of reviews' news. What is older than this says nothing. */
  @Property({ type: 'integer', default: 0 })
  readonly ratingVersion!: number;

  @Property({ type: 'integer', version: true })
  readonly version!: number;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  get onSale(): boolean {
    return this.status === 'ACTIVE' && !this.withheld;
  }

  static list(
    facts: Pick<
      Product,
      | 'sellerId'
      | 'kind'
      | 'status'
      | 'withheld'
      | 'name'
      | 'description'
      | 'categoryId'
      | 'price'
      | 'otherPrices'
      | 'attributes'
      | 'images'
    >,
    id: string,
    slug: string,
  ): Product {
    const unknown = { inStock: facts.kind !== 'PHYSICAL', stars: null, ratingVersion: 0 };
    return Object.assign(new Product(), facts, unknown, { id, slug, createdAt: new Date() });
  }
}
