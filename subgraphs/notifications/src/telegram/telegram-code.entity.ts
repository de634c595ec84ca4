import { Entity, PrimaryKey, Property } from '@stoa/kit/persistence';

/** A code by which somebody shows the bot whose chat it is talking in: once, and for some minutes. */
@Entity({ tableName: 'telegram_code' })
export class TelegramCode {
  /** SHA-256 of the code, in base64url. */
  @PrimaryKey({ type: 'string', length: 43 })
  readonly codeHash!: string;

  @Property({ type: 'uuid' })
  readonly userId!: string;

  @Property({ type: 'timestamptz' })
  readonly expiresAt!: Date;
}
