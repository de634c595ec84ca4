import type { KeyMode } from '@stoa/kit/auth';
import { DateTime, enumOf, Field, ID, Int, ObjectType } from '@stoa/kit/graphql';
import { Entity, Index, newId, PrimaryKey, Property } from '@stoa/kit/persistence';

export const ApiKeyMode = enumOf('ApiKeyMode', ['TEST', 'LIVE']);
export type ApiKeyMode = keyof typeof ApiKeyMode;

/** How a partner proves who it is. The key itself is shown once, and only its hash is kept. */
@Entity({ tableName: 'api_key' })
@ObjectType('ApiKey')
export class ApiKey {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  /** Whose it is: the name of a folder of persisted operations. A partner may have several keys, to change them one by one. */
  @Field(() => String)
  @Index()
  @Property({ type: 'string', length: 50 })
  readonly client!: string;

  @Field(() => ApiKeyMode)
  @Property({ type: 'string', length: 4 })
  readonly mode!: ApiKeyMode;

  /** How the key begins, by which people recognise it. */
  @Field(() => String)
  @Property({ type: 'string', length: 20 })
  readonly prefix!: string;

  @Property({ type: 'string', length: 43, unique: true })
  readonly keyHash!: string;

  /** How much the partner may ask of one gateway in a minute, if not what is usual. */
  @Field(() => Int, { nullable: true })
  @Property({ type: 'integer', nullable: true })
  readonly costPerMinute!: number | null;

  @Property({ type: 'integer', version: true })
  readonly version!: number;

  @Field(() => DateTime)
  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  /** The administrator who made it. */
  @Property({ type: 'uuid' })
  readonly createdById!: string;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  readonly expiresAt!: Date | null;

  /** Exact to the day: it is written when the key is first used on a day. */
  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  readonly lastUsedAt!: Date | null;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  @Property({ type: 'uuid', nullable: true })
  revokedById!: string | null;

  static issue(
    facts: Pick<ApiKey, 'client' | 'prefix' | 'keyHash' | 'costPerMinute' | 'createdById' | 'expiresAt'> & { mode: KeyMode },
  ): ApiKey {
    const { mode, ...rest } = facts;
    const unused = { lastUsedAt: null, revokedAt: null, revokedById: null };
    return Object.assign(new ApiKey(), { ...unused, ...rest, mode: apiKeyModeOf(mode), id: newId() });
  }
}

/** The word of the graph and of the table for what a key says in its prefix. */
export const apiKeyModeOf = (mode: KeyMode): ApiKeyMode => (mode === 'live' ? 'LIVE' : 'TEST');
