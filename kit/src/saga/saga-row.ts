import { Enum, Index, PrimaryKey, Property } from '../persistence/mikro-orm.ts';

export const sagaStates = ['RUNNING', 'UNDOING', 'DONE', 'UNDONE'] as const;
export type SagaState = (typeof sagaStates)[number];

/** Why a saga is undone, in a form that can be told again. */
export interface SagaRefusal {
  readonly code: string;
  readonly message: string;
  readonly details: Record<string, unknown>;
}

/** How far a saga has come. It is committed with what it is about, so that whoever finds it can go on. */
@Index({ properties: ['state', 'nextTryAt'] })
export abstract class SagaRow {
  /** The id of what the saga is about. */
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Enum({ items: () => [...sagaStates] })
  readonly state!: SagaState;

  /** The step that got no answer when it was asked last, or that is next to be undone. */
  @Property({ type: 'integer', default: 0 })
  readonly step!: number;

  /** Counts claims; whoever holds the highest number may write. */
  @Property({ type: 'integer', default: 0 })
  readonly claims!: number;

  /** How often the present step failed in a row. */
  @Property({ type: 'integer', default: 0 })
  readonly failures!: number;

  @Property({ type: 'timestamptz', defaultRaw: 'now()' })
  readonly nextTryAt!: Date;

  @Property({ type: 'timestamptz' })
  readonly deadlineAt!: Date;

  @Property({ type: 'json', nullable: true })
  readonly refusal!: SagaRefusal | null;
}
