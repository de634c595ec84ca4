import { DateTime, enumOf, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Check, Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';
import { LedgerAccount } from '../account/account.entity.ts';

export const EntryDirection = enumOf('EntryDirection', ['DEBIT', 'CREDIT']);
export type EntryDirection = keyof typeof EntryDirection;

const TRANSACTION_KINDS = [
  'CAPTURE',
  'REFUND',
  'PAYOUT',
  'PAYOUT_SENT',
  'PAYOUT_REFUSED',
  'DISPUTE',
  'DISPUTE_REVERSED',
  'DISPUTE_FEE',
  'PROVIDER_FEE',
] as const;
export type TransactionKind = (typeof TRANSACTION_KINDS)[number];

/** One thing that happened to money. What it is of (`reference`) is posted once. */
@Entity({ tableName: 'ledger_transaction' })
@Unique({ properties: ['kind', 'reference'] })
@ObjectType('LedgerTransaction')
export class LedgerTransaction {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Field(() => String)
  @Enum({ items: () => [...TRANSACTION_KINDS] })
  readonly kind!: TransactionKind;

  /** The payment's id, the refund's, the payout's, or the dispute's; of a fee, the provider's id of what it is for. */
  @Field(() => String)
  @Property({ type: 'string', length: 100 })
  readonly reference!: string;

  @Index()
  @Property({ type: 'uuid', nullable: true })
  readonly orderId!: string | null;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly at!: Date;
}

/** One side of a transaction, at the same moment. Entries are never changed and never deleted; the database refuses both. */
@Entity({ tableName: 'ledger_entry' })
@Index({ properties: ['accountId', 'at', 'id'] })
@Check({ name: 'ledger_entry_positive', expression: 'amount_minor > 0' })
@ObjectType('LedgerEntry')
export class LedgerEntry {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @ManyToOne(() => LedgerTransaction, { mapToPk: true, fieldName: 'transaction_id' })
  readonly transactionId!: string;

  @Index()
  @ManyToOne(() => LedgerAccount, { mapToPk: true, fieldName: 'account_id' })
  readonly accountId!: string;

  @Field(() => EntryDirection)
  @Enum({ items: () => Object.keys(EntryDirection) })
  readonly direction!: EntryDirection;

  @Property({ type: 'bigint', runtimeType: 'number' })
  readonly amountMinor!: number;

  @Property({ type: 'character', length: 3 })
  readonly currency!: string;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly at!: Date;

  /** The order in which a person reads a transaction. */
  @Property({ type: 'integer' })
  readonly position!: number;
}
