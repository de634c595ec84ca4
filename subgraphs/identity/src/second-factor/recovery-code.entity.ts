import { Entity, PrimaryKey, Property, Unique } from '@stoa/kit/persistence';

/** A code on paper that lets somebody in once who has lost the other factor, as far as it is kept. */
@Entity({ tableName: 'recovery_code' })
@Unique({ properties: ['userId', 'codeHash'] })
export class RecoveryCode {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'uuid' })
  readonly userId!: string;

  /** SHA-256 of the code, in base64url. It has eighty random bits, so nothing would be gained by a slow hash. */
  @Property({ type: 'string', length: 43 })
  readonly codeHash!: string;

  @Property({ type: 'timestamptz', nullable: true })
  readonly usedAt!: Date | null;
}
