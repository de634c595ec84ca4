import type { InputOf, OutputOf } from '@stoa/kit/contracts';
import type { quoteBasket } from '@stoa/schema/commands/orders';

type Asked = InputOf<typeof quoteBasket>;

/** A line of a basket, as far as its price depends on it. */
export interface BasketLine {
  readonly sellerId: string;
  readonly kind: Asked['lines'][number]['kind'];
  /** From the nearest to the root. */
  readonly categoryIds: readonly string[];
  readonly quantity: number;
  readonly unitPrice: { readonly amountMinor: number };
}

export interface Destination {
  readonly country: string;
  readonly region?: string | null | undefined;
}

/** A basket of one currency. */
export interface Basket<Line extends BasketLine = BasketLine> {
  readonly currency: string;
  readonly destination: Destination | null;
  readonly lines: readonly Line[];
  readonly shippingMethods: readonly { readonly sellerId: string; readonly methodId: string }[];
  readonly couponCodes: readonly string[];
}

/** One thing that is charged: a line, or what a seller takes for sending. */
export interface Charge {
  readonly kind: 'GOODS' | 'SHIPPING';
  readonly sellerId: string;
  readonly categoryIds: readonly string[];
  /** Before discounts and before tax that is not included. */
  readonly listMinor: number;
}

export type CouponProblem = NonNullable<OutputOf<typeof quoteBasket>['coupons'][number]['problem']>;
