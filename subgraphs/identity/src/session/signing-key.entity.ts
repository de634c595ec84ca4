import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A key that tokens are signed with. All replicas share it. A new one is published before it signs, and an old one verifies what it has signed until that ends. */
@Entity({ tableName: 'signing_key' })
export class SigningKey {
  @PrimaryKey({ type: 'string', length: 64 })
  readonly kid!: string;

  @Property({ type: 'json' })
  readonly privateJwk!: Record<string, string>;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;
}
