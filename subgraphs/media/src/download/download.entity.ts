import { Entity, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

/** The file that a digital product is. There is one now; another one takes its place, for earlier buyers too. */
@Entity({ tableName: 'download' })
export class Download {
  @PrimaryKey({ type: 'uuid' })
  readonly productId!: string;

  @Property({ type: 'uuid' })
  readonly sellerId!: string;

  @Index()
  @Property({ type: 'uuid' })
  fileId!: string;

  @Property({ type: 'integer', version: true })
  readonly version!: number;
}
