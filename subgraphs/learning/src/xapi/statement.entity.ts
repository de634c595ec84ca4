import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A statement of somebody's progress that the learning record store has not taken yet. */
@Entity({ tableName: 'xapi_statement' })
export class XapiStatement {
  /** Made of what it says, so that saying it again changes nothing, here or there. */
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'json' })
  readonly statement!: object;

  @Property({ type: 'integer', default: 0 })
  readonly attempts!: number;

  /** Null once the store has refused it for good; `refusal` says why. */
  @Index()
  @Property({ type: 'timestamptz', nullable: true, defaultRaw: 'now()' })
  readonly nextTryAt!: Date | null;

  @Property({ type: 'string', length: 500, nullable: true })
  readonly refusal!: string | null;
}
