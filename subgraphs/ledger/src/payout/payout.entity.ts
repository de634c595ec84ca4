import { DateTime, Field, ID, machineEnum, ObjectType } from '@stoa/kit/graphql';
import { Money } from '@stoa/kit/money';
import { Check, Embedded, Entity, Enum, Index, newId, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import { type PayoutStatus, payoutMachine } from './payout.machine.ts';

const PayoutStatusEnum = machineEnum(payoutMachine, 'PayoutStatus');

/** Money on its way to a seller. It leaves their balance when it is asked for, and is back there if the provider refuses it. */
@Entity({ tableName: 'payout' })
@Check({ name: 'payout_positive', expression: 'amount_amount_minor > 0' })
@Index({ properties: ['sellerId', 'id'] })
@ObjectType('Payout')
export class Payout {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Field(() => Money)
  @Embedded(() => Money)
  readonly amount!: Money;

  @Field(() => PayoutStatusEnum)
  @Enum({ items: () => [...payoutMachine.states] })
  status!: PayoutStatus;

  /** Whose and which: a seller's idempotency key. */
  @Unique()
  @Property({ type: 'string', length: 300 })
  readonly requestKey!: string;

  /** Why the provider refused it, in its own code. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 100, nullable: true })
  failureCode!: string | null;

  @Property({ type: 'integer', version: true })
  readonly version!: number;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  @Property({ type: 'timestamptz', defaultRaw: "(now() + '00:00:30'::interval)" })
  readonly nextTryAt!: Date;

  @Property({ type: 'integer', default: 0 })
  readonly tries!: number;

  static ask(facts: Pick<Payout, 'sellerId' | 'amount' | 'requestKey'>): Payout {
    return Object.assign(new Payout(), facts, { id: newId(), status: 'PENDING' as const, failureCode: null, createdAt: new Date() });
  }
}
