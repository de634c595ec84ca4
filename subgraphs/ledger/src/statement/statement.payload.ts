import { DateTime, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';

/** What was posted to one account in one period. The opening balance and the amounts of all lines add up to the closing balance. */
@ObjectType()
export class Statement {
  /** Null where nothing was ever posted in that currency. */
  readonly accountId!: string | null;

  @Field(() => DateTime)
  readonly from!: Date;

  /** The first moment that is not in it. */
  @Field(() => DateTime)
  readonly to!: Date;

  @Field(() => Money)
  readonly openingBalance!: Money;

  @Field(() => Money)
  readonly closingBalance!: Money;

  /** What was added in all. */
  @Field(() => Money)
  readonly credits!: Money;

  /** What was taken in all. */
  @Field(() => Money)
  readonly debits!: Money;
}

/** One posting to an account. */
@ObjectType()
export class StatementLine {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => DateTime)
  readonly at!: Date;

  /** What it was: CAPTURE, REFUND, PAYOUT, DISPUTE or another kind of transaction. */
  @Field(() => String)
  readonly kind!: string;

  /** The payment's id, the refund's, the payout's, or the dispute's. */
  @Field(() => String)
  readonly reference!: string;

  readonly orderId!: string | null;

  /** What was added; less than nothing where it was taken. */
  @Field(() => Money)
  readonly amount!: Money;

  /** What the account held after it. */
  @Field(() => Money)
  readonly balance!: Money;

  /** Its place among postings of the same moment. */
  readonly cursor!: readonly [string, string];
}
