import { Directive, enumOf, Field, ID, ObjectType } from '@stoa/kit/graphql';
import { Entity, Index, newId, PrimaryKey, Property } from '@stoa/kit/persistence';

export const AccountType = enumOf('AccountType', ['BUYER', 'SELLER', 'ADMIN']);
export type AccountType = keyof typeof AccountType;

/** A person with an account. */
@Entity({ tableName: 'users' })
@Index({
  name: 'users_found_by_a_part',
  expression:
    'create index "users_found_by_a_part" on "users" using gin ("email" gin_trgm_ops, "first_name" gin_trgm_ops, "last_name" gin_trgm_ops)',
})
@Directive('@key(fields: "id")')
@ObjectType('User')
export class User {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  /** In lower case; seen by its owner and by admins. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 254, unique: true })
  email!: string;

  /** None where nobody has set a password: its owner logs in in other ways. */
  @Property({ type: 'string', length: 200, lazy: true, nullable: true })
  passwordHash!: string | null;

  @Field(() => String)
  @Property({ type: 'string', length: 100 })
  firstName!: string;

  @Field(() => String)
  @Property({ type: 'string', length: 100 })
  lastName!: string;

  /** Where everybody sees their portrait. */
  @Field(() => String, { nullable: true })
  @Property({ type: 'string', length: 1_000, nullable: true })
  avatarUrl!: string | null;

  /** When the owner showed that the address is theirs. */
  @Property({ type: 'timestamptz', nullable: true })
  emailVerifiedAt!: Date | null;

  /** Set while an administrator lets nobody log in to it. */
  @Property({ type: 'timestamptz', nullable: true })
  suspendedAt!: Date | null;

  @Field(() => AccountType)
  @Property({ type: 'string', length: 10 })
  readonly accountType!: AccountType;

  /** What an administrator may do; `*` is everything. Of anybody else it is empty. */
  @Property({ type: 'json', defaultRaw: "'[]'" })
  scopes!: string[];

  @Property({ type: 'uuid', nullable: true })
  readonly sellerId!: string | null;

  @Property({ type: 'integer', version: true })
  readonly version!: number;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  static open(facts: {
    email: string;
    passwordHash: string | null;
    firstName: string;
    lastName: string;
    accountType: AccountType;
    sellerId?: string;
    scopes?: string[];
  }): User {
    const unset = { sellerId: null, avatarUrl: null, emailVerifiedAt: null, suspendedAt: null, scopes: [] };
    return Object.assign(new User(), { ...unset, ...facts, id: newId() });
  }
}
