import { DateTime, Field, ID, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { type Amount, Money } from '@stoa/kit/money';
import { derivedId, Embedded, Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import { type PaidParts, Payment, type SellerShare } from '../payment/payment.entity.ts';
import { type RefundStatus, refundMachine } from './refund.machine.ts';

/** How much of an order line, or of what was taken for sending, goes back. The quantity is 0 where it is an amount, and no number of pieces. */
export interface RefundedLine {
  readonly orderItemId: string;
  readonly quantity: number;
  readonly amountMinor: number;
  /** Whose that was; refunds of before know it by the seller only. */
  readonly parts?: PaidParts;
}

/** What a refund was asked for; both null for all that is left. */
export interface AskedRefund {
  readonly amount: Amount | null;
  /** Without a quantity: all that is left of the line. */
  readonly items: readonly { readonly orderItemId: string; readonly quantity: number | null }[] | null;
}

const RefundStatusEnum = machineEnum(refundMachine, 'RefundStatus');

/** Money on its way back. It is committed before the provider is asked, and its id is the key of that question. */
@Entity({ tableName: 'refund' })
@ObjectType('Refund')
export class Refund {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @ManyToOne(() => Payment, { mapToPk: true, fieldName: 'payment_id' })
  readonly paymentId!: string;

  @Field(() => Money)
  @Embedded(() => Money)
  readonly amount!: Money;

  @Field(() => RefundStatusEnum)
  @Enum({ items: () => [...refundMachine.states] })
  status!: RefundStatus;

  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 500, nullable: true })
  readonly reason!: string | null;

  /** Who asked, and under which key: a client's, or the event that asked for it. */
  @Unique()
  @Property({ type: 'string', length: 300 })
  readonly requestKey!: string;

  /** What was asked for, in one form, so that the same key with another input can be told. */
  @Property({ type: 'json' })
  readonly asked!: AskedRefund;

  @Property({ type: 'json' })
  readonly lines!: RefundedLine[];

  @Property({ type: 'json' })
  readonly split!: SellerShare[];

  @Property({ type: 'string', length: 100, nullable: true })
  providerRefundId!: string | null;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly nextTryAt!: Date;

  @Property({ type: 'integer', default: 0 })
  readonly tries!: number;

  /** True once its credit notes are written. */
  @Property({ type: 'boolean', default: false })
  readonly credited!: boolean;

  static ask(facts: Pick<Refund, 'paymentId' | 'amount' | 'reason' | 'requestKey' | 'asked' | 'lines' | 'split'>): Refund {
    // The same wish is the same refund to the provider, also where we have forgotten the first one.
    const id = derivedId(facts.paymentId, `refund ${facts.requestKey}`);
    return Object.assign(new Refund(), facts, { id, status: 'PENDING' as const, providerRefundId: null, createdAt: new Date() });
  }
}
