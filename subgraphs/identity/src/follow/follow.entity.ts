import { Entity, Index, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';

/** Somebody follows a seller. Who does so again after stopping is another row. */
@Entity({ tableName: 'follow' })
@Unique({ properties: ['userId', 'sellerId'] })
export class Follow {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly userId!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;
}
