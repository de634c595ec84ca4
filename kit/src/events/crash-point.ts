/** Thrown at an armed crash point. Whoever meets it must behave as a dead process would: leave everything as it is. */
export class CrashPointReached extends Error {
  override readonly name = 'CrashPointReached';
}

/** The places where a crash hurts most. */
export type CrashPointName =
  | 'relay.before-publish'
  | 'relay.after-publish'
  | 'relay.after-mark'
  | 'sequencer.after-commit'
  | 'consume.before-commit'
  | 'consume.after-commit'
  | 'consume.before-dead-letter';

interface Armed {
  passes: number;
  readonly action: () => void;
}

const armedPoints = new Map<CrashPointName, Armed>();

/** Does nothing, unless a test has armed this point. */
export function crashPoint(name: CrashPointName): void {
  if (armedPoints.size === 0) return;
  const armed = armedPoints.get(name);
  if (!armed) return;
  if (armed.passes > 0) {
    armed.passes -= 1;
    return;
  }
  armedPoints.delete(name);
  armed.action();
  throw new CrashPointReached(`crashed at ${name}`);
}

/**
 * For tests: the point is passed `passes` times, then crashes once. The action comes first, and may be a real SIGKILL of this
 * process.
 */
export function armCrashPoint(
  name: CrashPointName,
  { passes = 0, action = () => {} }: { passes?: number; action?: () => void } = {},
): void {
  armedPoints.set(name, { passes, action });
}

export function isArmed(name: CrashPointName): boolean {
  return armedPoints.has(name);
}

export function disarmCrashPoints(): void {
  armedPoints.clear();
}
