import { Entity, Index, newId, PrimaryKey, Property } from '@stoa/kit/persistence';

/**
 * A time of being logged in, on one device. It ends thirty days after it began, or fourteen after it was last used. In one of the staff's, who act for the user, it
 * ends sooner.
 */
@Entity({ tableName: 'session' })
export class Session {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly userId!: string;

  @Property({ type: 'integer', version: true })
  readonly version!: number;

  @Property({ type: 'string', length: 300, nullable: true })
  readonly userAgent!: string | null;

  /** By which the place where it was opened is known again. */
  @Property({ type: 'string', length: 43, nullable: true })
  readonly placeHash!: string | null;

  /** Whether it was opened by more than a password or a provider. */
  @Property({ type: 'boolean', default: false })
  readonly hasSecondFactor!: boolean;

  /** Who of the staff acts for the user in it; null in the user's own. */
  @Property({ type: 'uuid', nullable: true })
  readonly actorId!: string | null;

  /** Of the actor's own sessions the one from which it was opened, and with which it ends. */
  @Index()
  @Property({ type: 'uuid', nullable: true })
  readonly openedFromId!: string | null;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  lastSeenAt!: Date;

  @Index()
  @Property({ type: 'timestamptz', defaultRaw: "(now() + '30 days'::interval)" })
  readonly expiresAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  static begin(userId: string, userAgent: string | null, placeHash: string | null = null, hasSecondFactor = false): Session {
    const facts = { userId, placeHash, hasSecondFactor, actorId: null, openedFromId: null, userAgent: userAgent?.slice(0, 300) ?? null };
    return Object.assign(new Session(), { id: newId(), ...facts, endedAt: null });
  }
}

/** Sessions that still count, by the database's clock. */
export const OPEN_SESSION = "ended_at is null and expires_at > now() and last_seen_at > now() - interval '14 days'";
