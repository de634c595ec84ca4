import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** How payments and refunds went in one hour (UTC). */
@Entity({ tableName: 'payment_hour' })
export class PaymentHour {
  @PrimaryKey({ type: 'timestamptz' })
  readonly hour!: Date;

  @Property({ type: 'integer', default: 0 })
  readonly captured!: number;

  @Property({ type: 'integer', default: 0 })
  readonly failed!: number;

  @Property({ type: 'integer', default: 0 })
  readonly refunded!: number;

  @Property({ type: 'integer', default: 0 })
  readonly refundFailed!: number;
}
