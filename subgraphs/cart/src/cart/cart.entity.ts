import { DateTime, Directive, Field, ID, Int, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import { BigIntType, Check, Embedded, Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import { type CartStatus, cartMachine } from './cart.machine.ts';

const CartStatusEnum = machineEnum(cartMachine, 'CartStatus');

/** A buyer's basket. One at a time is ACTIVE. */
@Entity({ tableName: 'cart' })
@Index({ properties: ['buyerId', 'status'] })
@Directive('@key(fields: "id")')
@ObjectType('Cart')
export class Cart {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  @Field(() => CartStatusEnum)
  @Enum({ items: () => [...cartMachine.states] })
  status!: CartStatus;

  /** Set by the first item; a cart has one currency. */
  @Property({ type: 'character', length: 3, nullable: true })
  currency!: string | null;

  /** Inventory's deadline for what the cart holds, or fifteen minutes where it holds nothing that is counted. */
  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: "(now() + '00:15:00'::interval)" })
  expiresAt!: Date;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  /** Of the platform, and of sellers; whether each takes anything off is orders' to say. */
  @Property({ type: 'json', defaultRaw: "'[]'" })
  readonly couponCodes!: string[];

  /** Counts every change of the cart and of its items. */
  @Property({ type: 'integer', default: 1 })
  version!: number;

  /** What it holds, where that is known without asking again. */
  lines?: readonly CartItem[];
}

@Entity({ tableName: 'cart_item' })
@Unique({ properties: ['cartId', 'variantId'] })
@Check({ name: 'cart_item_quantity', expression: 'quantity > 0' })
@ObjectType('CartItem')
export class CartItem {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @ManyToOne(() => Cart, { mapToPk: true, fieldName: 'cart_id' })
  readonly cartId!: string;

  @Property({ type: 'uuid' })
  readonly variantId!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly productId!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Property({ type: 'string', length: 10 })
  readonly kind!: 'PHYSICAL' | 'DIGITAL' | 'COURSE';

  @Property({ type: 'string', length: 64 })
  readonly sku!: string;

  @Property({ type: 'string', length: 402 })
  readonly name!: string;

  @Field(() => Int)
  @Property({ type: 'integer' })
  quantity!: number;

  /** What it costs now, as far as the cart has heard; a checkout asks catalog. */
  @Field(() => Money)
  @Embedded(() => Money)
  unitPrice!: Money;

  /** What it cost when the buyer put it in or last said how many, where that is another price than now. */
  @Property({ type: new BigIntType('number'), nullable: true })
  addedMinor!: number | null;

  /** What the buyer was last told that it costs, where that is another price than now. */
  @Property({ type: new BigIntType('number'), nullable: true })
  toldMinor!: number | null;

  /** Whether it can still be bought: false once it is off the shelves. */
  @Field(() => Boolean)
  @Property({ type: 'boolean', default: true })
  purchasable!: boolean;

  /** The version of the product that price and state are from, so that nothing older is taken for news. */
  @Property({ type: 'integer', default: 0 })
  readonly productVersion!: number;
}

/** What a price in the cart was when its buyer chose it, and what it is now. */
@ObjectType('PriceChange')
export class PriceChange {
  @Field(() => Money)
  from!: Money;

  @Field(() => Money)
  to!: Money;
}
