import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** What a link in a mail is good for. */
export type LinkKind = 'RESET_PASSWORD' | 'VERIFY_EMAIL';

/** A link that was sent to somebody, as far as it is kept: the hash of its token, and whether it was used. */
@Entity({ tableName: 'mail_link' })
export class MailLink {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  /** SHA-256 of the token, in base64url. */
  @Property({ type: 'string', length: 43, unique: true })
  readonly tokenHash!: string;

  @Property({ type: 'string', length: 20 })
  readonly kind!: LinkKind;

  @Index()
  @Property({ type: 'uuid' })
  readonly userId!: string;

  /** The address that it went to. It proves nothing of another one. */
  @Property({ type: 'string', length: 254 })
  readonly email!: string;

  @Property({ type: 'timestamptz' })
  readonly expiresAt!: Date;

  /** When the mail server took it. */
  @Property({ type: 'timestamptz', nullable: true })
  readonly sentAt!: Date | null;

  @Property({ type: 'timestamptz', nullable: true })
  readonly usedAt!: Date | null;
}
