import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A code that was sent to a number, by which somebody shows within some minutes that they read what comes there. */
@Entity({ tableName: 'phone_code' })
export class PhoneCode {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly userId!: string;

  /** E.164, `+4915112345678`. */
  @Property({ type: 'string', length: 16 })
  readonly number!: string;

  /** SHA-256 of the code and this row's id, in base64url. Six digits are soon tried out, so what protects them is that they are soon over. */
  @Property({ type: 'string', length: 43 })
  readonly codeHash!: string;

  @Property({ type: 'integer', default: 0 })
  readonly tries!: number;

  @Property({ type: 'timestamptz', defaultRaw: "(now() + '00:10:00'::interval)" })
  readonly expiresAt!: Date;
}
