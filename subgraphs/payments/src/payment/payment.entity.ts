import { DateTime, Directive, enumOf, Field, ID, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import { Check, Embedded, Entity, Enum, Index, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import type { chargedLine, chargedShipping } from '@stoa/schema/commands/payments';
import type { paidParts, sellerShare } from '@stoa/schema/events/payments';
import type { z } from 'zod';
import { type PaymentStatus, paymentMachine } from './payment.machine.ts';

export const PaymentProviderEnum = enumOf('PaymentProvider', ['STRIPE', 'RAZORPAY']);
export const PaymentStatusEnum = machineEnum(paymentMachine, 'PaymentStatus');

export type SellerShare = z.output<typeof sellerShare>;
export type PaidLine = z.output<typeof chargedLine>;
export type PaidParts = z.output<typeof paidParts>;
export type PaidShipping = z.output<typeof chargedShipping>;

/** The one payment of an order. It is committed before its provider is asked, and its id is the key of that question. */
@Entity({ tableName: 'payment' })
@Check({
  name: 'payment_gone_back_within_amount',
  expression: 'refunded_minor >= 0 and lost_minor >= 0 and refunded_minor + lost_minor <= amount_amount_minor',
})
@Index({ properties: ['buyerId', 'id'] })
@Index({ properties: ['status', 'id'] })
@Directive('@key(fields: "id")')
@ObjectType('Payment')
export class Payment {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Unique()
  @Property({ type: 'uuid' })
  readonly orderId!: string;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  /** Of the checkout that asked for it, so that what its provider tells later belongs to the same trace. */
  @Property({ type: 'string', length: 55, nullable: true })
  readonly traceparent!: string | null;

  @Field(() => PaymentProviderEnum)
  @Enum({ items: () => Object.keys(PaymentProviderEnum) })
  readonly provider!: 'STRIPE' | 'RAZORPAY';

  @Field(() => PaymentStatusEnum)
  @Enum({ items: () => [...paymentMachine.states] })
  status!: PaymentStatus;

  @Field(() => Money)
  @Embedded(() => Money)
  readonly amount!: Money;

  @Property({ type: 'bigint', default: 0, runtimeType: 'number' })
  refundedMinor!: number;

  /** What its buyer's bank took back and keeps. */
  @Property({ type: 'bigint', default: 0, runtimeType: 'number' })
  lostMinor!: number;

  /** Null until the provider answered. */
  @Field(() => String, { nullable: true })
  @Unique()
  @Property({ type: 'string', length: 100, nullable: true })
  providerPaymentId!: string | null;

  /** With it a browser pays; its buyer alone gets it. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 300, nullable: true })
  clientSecret!: string | null;

  /** True while its buyer's bank contests it and has not decided. */
  @Field(() => Boolean)
  @Property({ type: 'boolean', default: false })
  disputed!: boolean;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 100, nullable: true })
  failureCode!: string | null;

  /** In the provider's words. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 500, nullable: true })
  failureMessage!: string | null;

  @Property({ type: 'json' })
  readonly split!: SellerShare[];

  @Property({ type: 'json' })
  readonly lines!: PaidLine[];

  /** What its sellers take for sending. */
  @Property({ type: 'json', defaultRaw: "'[]'" })
  readonly shipping!: PaidShipping[];

  /** True once the provider, too, takes nothing more on it. */
  @Property({ type: 'boolean', default: false })
  closed!: boolean;

  /** True once its receipt and invoices are written. */
  @Property({ type: 'boolean', default: false })
  readonly documented!: boolean;

  @Property({ type: 'integer', version: true })
  readonly version!: number;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  capturedAt!: Date | null;

  /** When the provider is asked again, where nobody told us. */
  @Property({ type: 'timestamptz', defaultRaw: "(now() + '00:00:20'::interval)" })
  readonly nextPollAt!: Date;

  @Property({ type: 'integer', default: 0 })
  readonly polls!: number;
}
