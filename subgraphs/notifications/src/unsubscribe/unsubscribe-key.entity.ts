import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What signs the links by which people opt out, for all replicas. Another secret in its row ends those that were sent. */
@Entity({ tableName: 'unsubscribe_key' })
export class UnsubscribeKey {
  @PrimaryKey({ type: 'string', length: 20 })
  readonly purpose!: string;

  @Property({ type: 'string', length: 100 })
  readonly secret!: string;
}
