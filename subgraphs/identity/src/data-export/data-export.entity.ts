import { DateTime, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@stoa/kit/persistence';

/** All that is held of somebody, as far as the domains have handed it over. It is kept for a week. */
@Entity({ tableName: 'data_export' })
@ObjectType('DataExport')
export class DataExport {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly userId!: string;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly requestedAt!: Date;

  /** When the last domain had handed over what it holds; null until then. */
  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  readonly completedAt!: Date | null;

  /** Until when it is kept. */
  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: "(now() + '7 days'::interval)" })
  readonly expiresAt!: Date;
}

/** Some of what one domain holds. */
@Entity({ tableName: 'data_export_part' })
export class DataExportPart {
  @ManyToOne(() => DataExport, { mapToPk: true, primary: true, fieldName: 'export_id', deleteRule: 'cascade' })
  readonly exportId!: string;

  @PrimaryKey({ type: 'string', length: 20 })
  readonly domain!: string;

  @PrimaryKey({ type: 'integer' })
  readonly part!: number;

  @Property({ type: 'boolean' })
  readonly isLast!: boolean;

  @Property({ type: 'json' })
  readonly rows!: { readonly kind: string; readonly row: Readonly<Record<string, unknown>> }[];
}

/** What signs the addresses of exports, for all replicas. Another secret in its row ends those that were given. */
@Entity({ tableName: 'address_key' })
export class AddressKey {
  @PrimaryKey({ type: 'string', length: 20 })
  readonly purpose!: string;

  @Property({ type: 'string', length: 100 })
  readonly secret!: string;
}
