import { Entity, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';

/** Why identity writes to people. */
export type MailKind = 'RESET_PASSWORD' | 'VERIFY_EMAIL' | 'PASSWORD_CHANGED' | 'SIGN_IN_CHANGED' | 'RECOVERY_CODE_USED' | 'FACTORS_RESET';

/**
 * A mail that somebody wants sent to an address, whether or not anybody has an account with it. A job finds that out, so that whoever
 * asks learns nothing from the answer or from how long it takes.
 */
@Entity({ tableName: 'mail_request' })
@Unique({ properties: ['kind', 'email'] })
export class MailRequest {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'string', length: 20 })
  readonly kind!: MailKind;

  @Property({ type: 'string', length: 254 })
  readonly email!: string;

  @Property({ type: 'integer', default: 0 })
  readonly attempts!: number;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly nextTryAt!: Date;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;
}
