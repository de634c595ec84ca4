import { Attribute, Directive, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { type Amount, Money } from '@stoa/kit/money';
import { Embedded, Entity, Index, ManyToOne, newId, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import { Product } from '../product/product.entity.ts';

/** What is put into a cart: a product in one size and colour. A simple product has one. */
@Entity({ tableName: 'variant' })
@Unique({ properties: ['sellerId', 'sku'] })
@Directive('@key(fields: "id")')
@ObjectType('Variant')
export class Variant {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @ManyToOne(() => Product, { mapToPk: true, fieldName: 'product_id' })
  readonly productId!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 64 })
  readonly sku!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 200 })
  name!: string;

  @Field(() => Money)
  @Embedded(() => Money)
  price!: Money;

  /** Prices in further currencies, one for each. */
  @Property({ type: 'json', defaultRaw: "'[]'" })
  otherPrices!: Amount[];

  @Field(() => [Attribute])
  @Property({ type: 'json' })
  options!: Attribute[];

  @Property({ type: 'integer' })
  readonly position!: number;

  /** Whether it can be had, as inventory last said. */
  @Property({ type: 'boolean', default: false })
  readonly inStock!: boolean;

  /** Of inventory's news. What is older than this says nothing. */
  @Property({ type: 'integer', default: 0 })
  readonly stockVersion!: number;

  static of(product: Product, facts: Pick<Variant, 'sku' | 'name' | 'price' | 'otherPrices' | 'options' | 'position'>): Variant {
    const stock = { inStock: product.inStock, stockVersion: 0 };
    return Object.assign(new Variant(), facts, stock, { id: newId(), productId: product.id, sellerId: product.sellerId });
  }
}
