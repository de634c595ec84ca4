import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** `SECOND_FACTOR`: the first one was right. `PASSKEY`: somebody logs in by one alone. `ENROL`: somebody adds one. */
export type ChallengePurpose = 'SECOND_FACTOR' | 'PASSKEY' | 'ENROL';

/** A question that is out, for five minutes, and that one answer settles. */
@Entity({ tableName: 'log_in_challenge' })
export class LogInChallenge {
  /** SHA-256 of the token that whoever answers must bring along, in base64url. */
  @PrimaryKey({ type: 'string', length: 43 })
  readonly tokenHash!: string;

  /** Whom it was put to; nobody yet where a passkey is to say who it is. */
  @Index()
  @Property({ type: 'uuid', nullable: true })
  readonly userId!: string | null;

  @Property({ type: 'string', length: 20 })
  readonly purpose!: ChallengePurpose;

  /** What a passkey has to sign. */
  @Property({ type: 'string', length: 100, nullable: true })
  readonly toSign!: string | null;

  @Property({ type: 'integer', default: 0 })
  readonly tries!: number;

  @Property({ type: 'timestamptz', defaultRaw: "(now() + '00:05:00'::interval)" })
  readonly expiresAt!: Date;
}
