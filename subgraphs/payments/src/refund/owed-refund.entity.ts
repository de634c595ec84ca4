import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';
import type { Wish } from './ask-refund.ts';

/** What had to go back, and is asked for by nobody again: where a bank had the money then and gave it back, it is looked at once more. */
@Entity({ tableName: 'owed_refund' })
export class OwedRefund {
  @PrimaryKey({ type: 'string', length: 300 })
  readonly requestKey!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly paymentId!: string;

  @Property({ type: 'json' })
  readonly wish!: Wish;
}
