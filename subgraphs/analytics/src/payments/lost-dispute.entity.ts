import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A dispute that a bank has decided against the sellers, and may yet have given back. */
@Entity({ tableName: 'lost_dispute' })
export class LostDispute {
  @PrimaryKey({ type: 'uuid' })
  readonly disputeId!: string;

  @Property({ type: 'boolean' })
  readonly returned!: boolean;
}
