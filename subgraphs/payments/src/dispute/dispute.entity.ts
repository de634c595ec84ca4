import { DateTime, Field, ID, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import { Embedded, Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import { Payment, type SellerShare } from '../payment/payment.entity.ts';
import type { RefundedLine } from '../refund/refund.entity.ts';
import { type DisputeStatus, disputeMachine } from './dispute.machine.ts';

const DisputeStatusEnum = machineEnum(disputeMachine, 'DisputeStatus');

/** A payment that its buyer's bank contests. What of it has gone back before is at stake no more: lines and split are of the rest. */
@Entity({ tableName: 'dispute' })
@ObjectType('Dispute')
export class Dispute {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @ManyToOne(() => Payment, { mapToPk: true, fieldName: 'payment_id' })
  readonly paymentId!: string;

  @Unique()
  @Property({ type: 'string', length: 100 })
  readonly providerDisputeId!: string;

  /** What the bank contests. */
  @Field(() => Money)
  @Embedded(() => Money)
  amount!: Money;

  @Field(() => DisputeStatusEnum)
  @Enum({ items: () => [...disputeMachine.states] })
  status!: DisputeStatus;

  /** In the provider's word, `fraudulent` say, or `product_not_received`. */
  @Field(() => String)
  @Property({ type: 'string', length: 100 })
  readonly reason!: string;

  @Property({ type: 'json' })
  lines!: RefundedLine[];

  @Property({ type: 'json' })
  split!: SellerShare[];

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  /** When the bank decided to keep the money; it stays even where it gave it back later. */
  @Property({ type: 'timestamptz', nullable: true })
  lostAt!: Date | null;

  /** True once the credit notes of what the bank keeps are written, and once what it returned after that is billed again. */
  @Property({ type: 'boolean', default: false })
  readonly credited!: boolean;

  @Property({ type: 'boolean', default: false })
  readonly billedAgain!: boolean;

  /** When the provider is asked again, where nobody told us. */
  @Property({ type: 'timestamptz', defaultRaw: "(now() + '01:00:00'::interval)" })
  readonly nextPollAt!: Date;
}
