import { Entity, newId, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A program on somebody's phone that shows a code of six digits, another one each half a minute. */
@Entity({ tableName: 'totp_factor' })
export class TotpFactor {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid', unique: true })
  readonly userId!: string;

  /** What both sides make the codes of, in base32. It has to be known here, so unlike a password it is no hash. */
  @Property({ type: 'string', length: 64 })
  readonly secret!: string;

  /** The half minute of the last code that was taken: it and older ones are not taken again. */
  @Property({ type: 'integer', default: 0 })
  readonly lastStep!: number;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  /** When its owner showed that it gives the right codes; before, nobody is asked for one. */
  @Property({ type: 'timestamptz', nullable: true })
  confirmedAt!: Date | null;

  static of(userId: string, secret: string): TotpFactor {
    return Object.assign(new TotpFactor(), { id: newId(), userId, secret, confirmedAt: null });
  }
}
