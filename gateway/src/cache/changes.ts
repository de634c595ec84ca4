import type { Touch } from './touch.ts';

/** What one mutation changed, as its subgraph tells in `extensions.changed`. */
export interface Changed {
  /** Ids of the events by which everybody else hears of it. */
  readonly events: readonly string[];
  readonly touches: readonly Touch[];
}

/** Hears what changed, from whatever tells it. */
export interface ChangeListener {
  changed(change: Changed): void;
  /** Something may have been missed, so nothing that is kept can be trusted. */
  missed(): void;
  /** From now on changes may be missed, until `missed` says that they come again. */
  lost(): void;
}

/** Tells a gateway of changes, from when the promise resolves until `stop`. Until then nothing is kept. */
export type FollowChanges = (listener: ChangeListener) => Promise<{ stop(): Promise<void> }>;

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((each) => typeof each === 'string');

/** Reads what a subgraph said of a change; undefined where it said nothing of the kind. */
export function readChanged(value: unknown): Changed | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { events, touches } = value as Record<string, unknown>;
  if (!isTexts(events) || !Array.isArray(touches) || !touches.every(isTouch)) return undefined;
  return { events, touches };
}

function isTouch(value: unknown): value is Touch {
  if (typeof value !== 'object' || value === null) return false;
  const { subgraph, name, id } = value as Record<string, unknown>;
  return (subgraph === undefined || typeof subgraph === 'string') && typeof name === 'string' && typeof id === 'string';
}
