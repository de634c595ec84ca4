import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** When a payment was captured, and when its student was enrolled: whichever is heard of first waits for the other. Kept for some days. */
@Entity({ tableName: 'course_order' })
export class CourseOrder {
  @PrimaryKey({ type: 'uuid' })
  readonly orderId!: string;

  @Index()
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly heardAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  readonly capturedAt!: Date | null;

  @Property({ type: 'timestamptz', nullable: true })
  readonly enrolledAt!: Date | null;
}
