import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@stoa/kit/persistence';
import { type ReservationStatus, reservationMachine } from './reservation.machine.ts';

/** Nobody is known to have held anything for this order's cart: its reservation is the order's alone. */
export const NO_BUYER = '00000000-0000-0000-0000-000000000000';

/** All that one cart, and later its order, holds. One row has one deadline, so extending it is one UPDATE. */
@Entity({ tableName: 'reservation' })
@Index({ properties: ['cartId'] })
export class Reservation {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly cartId!: string;

  @Property({ type: 'uuid', nullable: true, unique: true })
  orderId!: string | null;

  @Property({ type: 'uuid' })
  readonly buyerId!: string;

  @Enum({ items: () => [...reservationMachine.states] })
  status!: ReservationStatus;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly heldSince!: Date;

  @Property({ type: 'timestamptz', defaultRaw: "(now() + '00:15:00'::interval)" })
  readonly expiresAt!: Date;

  @Property({ type: 'integer', version: true })
  readonly version!: number;
}

@Entity({ tableName: 'reservation_line' })
export class ReservationLine {
  @ManyToOne(() => Reservation, { mapToPk: true, primary: true, fieldName: 'reservation_id' })
  readonly reservationId!: string;

  @PrimaryKey({ type: 'uuid' })
  readonly variantId!: string;

  @Property({ type: 'integer' })
  quantity!: number;

  /** How many of what was sold are back on the shelf. */
  @Property({ type: 'integer', default: 0 })
  returned!: number;
}
