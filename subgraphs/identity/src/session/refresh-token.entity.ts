import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A refresh token as far as it is kept: its hash, and whether it was used. Used ones stay, so that a second use is noticed. */
@Entity({ tableName: 'refresh_token' })
export class RefreshToken {
  /** SHA-256 of the token, in base64url. */
  @PrimaryKey({ type: 'string', length: 43 })
  readonly tokenHash!: string;

  @Index()
  @Property({ type: 'uuid' })
  readonly sessionId!: string;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly createdAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  usedAt!: Date | null;

  static of(tokenHash: string, sessionId: string): RefreshToken {
    return Object.assign(new RefreshToken(), { tokenHash, sessionId, usedAt: null });
  }
}
