import { DateTime, enumOf, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, Enum, Index, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';

export const DifferenceKind = enumOf('ReconciliationDifferenceKind', [
  'MISSING_HERE',
  'MISSING_THERE',
  'AMOUNT_DIFFERS',
  'CURRENCY_DIFFERS',
]);
export type DifferenceKind = keyof typeof DifferenceKind;

/** What the books and a provider's journal say of one day (UTC) and currency. */
@Entity({ tableName: 'reconciliation' })
@Unique({ properties: ['provider', 'day', 'currency'] })
@ObjectType('Reconciliation')
export class Reconciliation {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 10 })
  readonly provider!: 'STRIPE' | 'RAZORPAY';

  /** As in 2027-01-31. */
  @Field(() => String)
  @Property({ type: 'date' })
  readonly day!: string;

  @Property({ type: 'character', length: 3 })
  readonly currency!: string;

  @Property({ type: 'bigint', runtimeType: 'number' })
  readonly capturedMinor!: number;

  @Property({ type: 'bigint', runtimeType: 'number' })
  readonly capturedAtProviderMinor!: number;

  @Property({ type: 'bigint', runtimeType: 'number' })
  readonly refundedMinor!: number;

  @Property({ type: 'bigint', runtimeType: 'number' })
  readonly refundedAtProviderMinor!: number;

  /** What the provider kept, by its own journal. */
  @Property({ type: 'bigint', runtimeType: 'number' })
  readonly feesMinor!: number;

  /** When this was looked at. */
  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly at!: Date;
}

/** Something on which the books and the provider's journal do not agree: a person has to look. */
@Entity({ tableName: 'reconciliation_difference' })
@ObjectType('ReconciliationDifference')
export class ReconciliationDifference {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly reconciliationId!: string;

  @Field(() => DifferenceKind)
  @Enum({ items: () => Object.keys(DifferenceKind) })
  readonly kind!: DifferenceKind;

  /** CAPTURE or REFUND. */
  @Field(() => String)
  @Enum({ items: () => ['CAPTURE', 'REFUND'] })
  readonly what!: 'CAPTURE' | 'REFUND';

  /** Our payment, or our refund; null for what is none of ours. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 100, nullable: true })
  readonly reference!: string | null;

  /** The provider's id of it; null for what it does not list. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 100, nullable: true })
  readonly providerReference!: string | null;

  @Property({ type: 'bigint', runtimeType: 'number', nullable: true })
  readonly amountMinor!: number | null;

  @Property({ type: 'character', length: 3, nullable: true })
  readonly currency!: string | null;

  @Property({ type: 'bigint', runtimeType: 'number', nullable: true })
  readonly amountAtProviderMinor!: number | null;

  @Property({ type: 'character', length: 3, nullable: true })
  readonly currencyAtProvider!: string | null;
}

/** Which day of a provider's comes next, and when. */
@Entity({ tableName: 'reconciliation_cursor' })
export class ReconciliationCursor {
  @PrimaryKey({ type: 'string', length: 10 })
  readonly provider!: 'STRIPE' | 'RAZORPAY';

  @Property({ type: 'date' })
  readonly nextDay!: string;

  @Property({ type: 'timestamptz' })
  readonly dueAt!: Date;
}
