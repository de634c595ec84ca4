import { BigIntType, Entity, Index, newId, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A key that a device or a password manager keeps, of which we have the public half. It works for our origin alone. */
@Entity({ tableName: 'passkey' })
export class Passkey {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly userId!: string;

  /** As the device calls it, in base64url. */
  @Property({ type: 'string', length: 1_400, unique: true })
  readonly credentialId!: string;

  /** As COSE, in base64url. */
  @Property({ type: 'string', length: 2_000 })
  readonly publicKey!: string;

  /** How often it was used, as the device counts; one that goes back was copied. Many do not count, and say 0. */
  @Property({ type: new BigIntType('number') })
  counter!: number;

  /** How the device can be reached, `internal,hybrid` say. */
  @Property({ type: 'string', length: 100 })
  readonly transports!: string;

  /** What its owner calls it. */
  @Property({ type: 'string', length: 100 })
  readonly name!: string;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;

  static of(facts: Pick<Passkey, 'userId' | 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'name'>): Passkey {
    return Object.assign(new Passkey(), { id: newId(), lastUsedAt: null, ...facts });
  }
}
