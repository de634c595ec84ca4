import { Directive, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, Index, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';

/** An account in one currency. Its balance is credits less debits, kept by the database with each entry. */
@Entity({ tableName: 'ledger_account' })
@Unique({ properties: ['code', 'currency'] })
@Directive('@key(fields: "id")')
@ObjectType('LedgerAccount')
export class LedgerAccount {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 100 })
  readonly code!: string;

  @Property({ type: 'character', length: 3 })
  readonly currency!: string;

  @Index()
  @Property({ type: 'uuid', nullable: true })
  readonly sellerId!: string | null;

  @Property({ type: 'bigint', default: 0, runtimeType: 'number' })
  readonly balanceMinor!: number;
}
