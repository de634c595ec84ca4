import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** An order line that paid for a course. Whoever has one whose money has not gone back is enrolled. */
@Entity({ tableName: 'paid_line' })
@Index({ properties: ['studentId', 'courseId'] })
export class PaidLine {
  @PrimaryKey({ type: 'uuid' })
  readonly orderItemId!: string;

  @Property({ type: 'uuid' })
  readonly studentId!: string;

  @Property({ type: 'uuid' })
  readonly courseId!: string;

  /** Null where the refund was heard of first. */
  @Property({ type: 'timestamptz', nullable: true })
  readonly paidAt!: Date | null;

  @Property({ type: 'timestamptz', nullable: true })
  readonly refundedAt!: Date | null;
}
