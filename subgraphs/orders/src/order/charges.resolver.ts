import { Ctx, Field, FieldResolver, Float, ID, ObjectType, Resolver, Root, type Stub } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import type { DomainContext } from '@stoa/kit/use-case';
import { total } from '../pricing/proportion.ts';
import { SellerStub } from '../seller/seller.stub.ts';
import { Order, OrderItem } from './order.entity.ts';
import { itemsOfOrder } from './order.reference.ts';
import { lineWorth } from './order-charges.ts';

/** What one seller takes for sending their part of an order. */
@ObjectType('OrderShipping')
export class OrderShippingView {
  @Field(() => ID)
  id!: string;

  @Field(() => SellerStub, { nullable: true })
  seller!: Stub | null;

  @Field(() => String)
  methodName!: string;

  /** Before discounts, and before tax where that is not included. */
  @Field(() => Money)
  price!: Money;

  @Field(() => Money)
  discountTotal!: Money;

  @Field(() => Money)
  taxTotal!: Money;

  @Field(() => Boolean)
  taxIncluded!: boolean;

  @Field(() => Money)
  total!: Money;
}

@ObjectType('OrderCoupon')
export class OrderCouponView {
  @Field(() => String)
  code!: string;

  /** Whose it is, who bears it; null for the platform's. */
  @Field(() => SellerStub, { nullable: true })
  seller!: Stub | null;

  @Field(() => Money)
  discount!: Money;
}

const discountOf = (one: { sellerDiscountMinor: number; platformDiscountMinor: number }): number =>
  one.sellerDiscountMinor + one.platformDiscountMinor;

/** How the price of an order came about: subtotal + shipping + what tax is not included - discounts is its total. */
@Resolver(() => Order)
export class OrderChargesResolver {
  @FieldResolver(() => Money)
  async subtotal(@Ctx() context: DomainContext, @Root() order: Order): Promise<Money> {
    return of(order, total((await itemsOf(context, order)).map((item) => item.quantity * item.unitPrice.amountMinor)));
  }

  @FieldResolver(() => Money)
  shippingTotal(@Root() order: Order): Money {
    return of(order, total(order.shipping.map(({ priceMinor }) => priceMinor)));
  }

  @FieldResolver(() => Money)
  async discountTotal(@Ctx() context: DomainContext, @Root() order: Order): Promise<Money> {
    return of(order, total([...(await itemsOf(context, order)), ...order.shipping].map(discountOf)));
  }

  /** Included or not. */
  @FieldResolver(() => Money)
  taxTotal(@Root() order: Order): Money {
    return of(order, total(order.split.map(({ taxMinor }) => taxMinor)));
  }

  @FieldResolver(() => [OrderShippingView])
  shipping(@Root() order: Order): OrderShippingView[] {
    return order.shipping.map((each) => ({
      id: each.id,
      seller: { id: each.sellerId },
      methodName: each.name,
      price: of(order, each.priceMinor),
      discountTotal: of(order, discountOf(each)),
      taxTotal: of(order, each.taxMinor),
      taxIncluded: each.taxIncluded,
      total: of(order, each.totalMinor),
    }));
  }

  @FieldResolver(() => [OrderCouponView])
  coupons(@Root() order: Order): OrderCouponView[] {
    return order.coupons.map(({ code, sellerId, discountMinor }) => {
      return { code, seller: sellerId === null ? null : { id: sellerId }, discount: of(order, discountMinor) };
    });
  }
}

const of = ({ total: { currency } }: Order, amountMinor: number): Money => Money.of({ amountMinor, currency });

const itemsOf = async (context: DomainContext, { id }: Order): Promise<OrderItem[]> => (await context.load(itemsOfOrder, id)) ?? [];

@Resolver(() => OrderItem)
export class OrderItemChargesResolver {
  @FieldResolver(() => Money)
  discountTotal(@Root() item: OrderItem): Money {
    return inItsCurrency(item, discountOf(item));
  }

  @FieldResolver(() => Money)
  taxTotal(@Root() item: OrderItem): Money {
    return inItsCurrency(item, item.taxMinor);
  }

  /** In per cent. */
  @FieldResolver(() => Float)
  taxRate(@Root() item: OrderItem): number {
    return item.taxRatePpm / 10_000;
  }

  /** What its buyer pays: its price less discounts, with tax. */
  @FieldResolver(() => Money)
  total(@Root() item: OrderItem): Money {
    return inItsCurrency(item, lineWorth(item).worthMinor);
  }

  /** What the platform takes of it, which is its seller's to know. */
  @FieldResolver(() => Money, { nullable: true })
  commission(@Root() item: OrderItem): Money | null {
    return item.feeMinor === null ? null : inItsCurrency(item, item.feeMinor);
  }
}

const inItsCurrency = ({ unitPrice: { currency } }: OrderItem, amountMinor: number): Money => Money.of({ amountMinor, currency });
