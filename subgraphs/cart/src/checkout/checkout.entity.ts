import type { InputOf } from '@stoa/kit/contracts';
import { Entity, Enum, Index, PrimaryKey, Property } from '@stoa/kit/persistence';
import type { placeOrder } from '@stoa/schema/commands/orders';

/** How far a checkout came: asked for, placed, or refused for good. */
export const checkoutStates = ['STARTED', 'PLACED', 'REFUSED'] as const;

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly details: Record<string, unknown>;
}

/** A cart on its way to being an order. It is committed before anybody is asked, with all that asking again needs. */
@Entity({ tableName: 'checkout' })
@Index({ properties: ['status', 'nextTryAt'] })
export class Checkout {
  @PrimaryKey({ type: 'uuid' })
  readonly buyerId!: string;

  /** The client's idempotency key; keys count per buyer. */
  @PrimaryKey({ type: 'string', length: 200 })
  readonly idempotencyKey!: string;

  @Property({ type: 'string', length: 64 })
  readonly inputHash!: string;

  @Property({ type: 'uuid' })
  readonly cartId!: string;

  @Property({ type: 'uuid', unique: true })
  readonly orderId!: string;

  @Enum({ items: () => [...checkoutStates] })
  status!: (typeof checkoutStates)[number];

  @Property({ type: 'json' })
  readonly request!: InputOf<typeof placeOrder>;

  @Property({ type: 'uuid', nullable: true })
  paymentId!: string | null;

  @Property({ type: 'json', nullable: true })
  refusal!: Refusal | null;

  @Property({ type: 'timestamptz', defaultRaw: "(now() + '00:00:15'::interval)" })
  readonly nextTryAt!: Date;

  static start(facts: Pick<Checkout, 'buyerId' | 'idempotencyKey' | 'inputHash' | 'cartId' | 'orderId' | 'request'>): Checkout {
    return Object.assign(new Checkout(), facts, { status: 'STARTED' as const, paymentId: null, refusal: null });
  }
}
