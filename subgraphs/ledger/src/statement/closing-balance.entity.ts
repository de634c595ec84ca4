import { Entity, ManyToOne, PrimaryKey, Property } from '@stoa/kit/persistence';
import { LedgerAccount } from '../account/account.entity.ts';

/** What an account held at the end of a day (UTC) on which something was posted to it, so that no balance is added up from the beginning. */
@Entity({ tableName: 'closing_balance' })
export class ClosingBalance {
  @ManyToOne(() => LedgerAccount, { mapToPk: true, primary: true, fieldName: 'account_id' })
  readonly accountId!: string;

  @PrimaryKey({ type: 'date' })
  readonly day!: string;

  @Property({ type: 'bigint', runtimeType: 'number' })
  readonly balanceMinor!: number;
}

/** A day whose closing balances are all written. */
@Entity({ tableName: 'closed_day' })
export class ClosedDay {
  @PrimaryKey({ type: 'date' })
  readonly day!: string;
}
