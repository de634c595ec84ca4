import { Entity, Enum, Index, PrimaryKey, Property } from '@stoa/kit/persistence';

const DURATIONS = ['ENROLLMENT', 'VIDEO', 'COMMAND'] as const;
export type DurationKind = (typeof DURATIONS)[number];

/** How long something took that was to be fast. Kept for some days. */
@Entity({ tableName: 'duration' })
@Index({ properties: ['kind', 'at'] })
export class Duration {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Enum({ items: () => [...DURATIONS] })
  readonly kind!: DurationKind;

  @Property({ type: 'timestamptz' })
  readonly at!: Date;

  @Property({ type: 'double' })
  readonly ms!: number;
}
