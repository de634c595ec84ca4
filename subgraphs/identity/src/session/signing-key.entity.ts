import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A key that access tokens are signed with. All replicas share it; the newest signs, the older ones still verify. */
@Entity({ tableName: 'signing_key' })
export class SigningKey {
  @PrimaryKey({ type: 'string', length: 64 })
  readonly kid!: string;

  @Property({ type: 'json' })
  readonly privateJwk!: Record<string, string>;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;
}
