import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A mail address that takes no mail any more. Only its hash is kept: whose it is, identity knows. */
@Entity({ tableName: 'dead_address' })
export class DeadAddress {
  /** SHA-256 of the address in lower case, in base64url. */
  @PrimaryKey({ type: 'string', length: 43 })
  readonly hash!: string;

  @Property({ type: 'string', length: 60 })
  readonly code!: string;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly since!: Date;
}
