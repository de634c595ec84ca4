import { Entity, Index, newId, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';

/** Somebody's account at a provider, by which they may log in. Issuer and subject say which it is; an e-mail address never does. */
@Entity({ tableName: 'provider_account' })
@Unique({ properties: ['issuer', 'subject'] })
export class ProviderAccount {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly userId!: string;

  /** As it was called when it was linked. */
  @Property({ type: 'string', length: 31 })
  readonly provider!: string;

  @Property({ type: 'string', length: 300 })
  readonly issuer!: string;

  @Property({ type: 'string', length: 255 })
  readonly subject!: string;

  /** What it was called there when it was linked; for people to know it by. */
  @Property({ type: 'string', length: 254, nullable: true })
  readonly email!: string | null;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  lastUsedAt!: Date;

  static of(userId: string, facts: Pick<ProviderAccount, 'provider' | 'issuer' | 'subject' | 'email'>): ProviderAccount {
    return Object.assign(new ProviderAccount(), { id: newId(), userId, ...facts });
  }
}
