import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What a provider said of somebody who has come back from it, until their page asks for it. It is deleted by being used. */
@Entity({ tableName: 'sign_in_code' })
export class SignInCode {
  /** SHA-256 of the code, in base64url. */
  @PrimaryKey({ type: 'string', length: 43 })
  readonly codeHash!: string;

  /** SHA-256 of the page's secret. */
  @Property({ type: 'string', length: 43 })
  readonly challenge!: string;

  @Property({ type: 'string', length: 31 })
  readonly provider!: string;

  @Property({ type: 'string', length: 300 })
  readonly issuer!: string;

  @Property({ type: 'string', length: 255 })
  readonly subject!: string;

  @Property({ type: 'string', length: 254, nullable: true })
  readonly email!: string | null;

  @Property({ type: 'boolean' })
  readonly isEmailVerified!: boolean;

  @Property({ type: 'string', length: 100 })
  readonly firstName!: string;

  @Property({ type: 'string', length: 100 })
  readonly lastName!: string;

  @Property({ type: 'timestamptz', defaultRaw: "(now() + '00:01:00'::interval)" })
  readonly expiresAt!: Date;
}
