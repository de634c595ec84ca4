import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** How often logging in to one address failed of late; it counts for addresses without an account too. */
@Entity({ tableName: 'log_in_failure' })
export class LogInFailure {
  @PrimaryKey({ type: 'string', length: 254 })
  readonly email!: string;

  @Property({ type: 'integer' })
  readonly count!: number;

  @Property({ type: 'timestamptz' })
  readonly windowEndsAt!: Date;
}
