import { DateTime, Field, Float, ID, Int, ObjectType } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';

/** What was sold in one interval, which begins at `from` in UTC; weeks begin on Mondays. */
@ObjectType()
export class SalesPoint {
  @Field(() => DateTime)
  from!: Date;

  @Field(() => Money)
  gross!: Money;

  @Field(() => Int)
  orderCount!: number;
}

/** Reviews that were published for the first time in a period. */
@ObjectType()
export class ReviewFigures {
  @Field(() => Int)
  count!: number;

  /** Null where there were none. */
  @Field(() => Float, { nullable: true })
  average!: number | null;
}

@ObjectType()
export class CategorySales {
  /** The category that a product stands in now; null: none, or not known yet. */
  @Field(() => ID, { nullable: true })
  categoryId!: string | null;

  @Field(() => Money)
  gross!: Money;

  @Field(() => Int)
  units!: number;
}

/** What a report is about. */
export interface Period {
  /** Null: all sellers. */
  readonly sellerId: string | null;
  readonly from: Date;
  readonly to: Date;
  readonly currency: string;
}

/** Sales from one moment until another, by whole hours (UTC). Goods and their sending, without tax. net = gross - fees - refunded. */
@ObjectType()
export class SalesReport {
  @Field(() => Money)
  gross!: Money;

  /** The platform's part, less its part of what went back. */
  @Field(() => Money)
  fees!: Money;

  /** What the ledger owes for it. */
  @Field(() => Money)
  net!: Money;

  /** What went back in the period, also of what was sold before it. */
  @Field(() => Money)
  refunded!: Money;

  @Field(() => Int)
  orderCount!: number;

  @Field(() => [SalesPoint])
  points!: SalesPoint[];

  readonly period!: Period;
}
