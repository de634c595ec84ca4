/** Thrown at an armed crash point. Whoever meets it must behave as a dead process would: leave everything as it is. */
export class CrashPointReached extends Error {
  override readonly name = 'CrashPointReached';
}

/** Places of the event layer. */
const EVENT_POINTS = [
  'relay.before-publish',
  'relay.after-publish',
  'relay.after-mark',
  'sequencer.after-commit',
  'consume.before-commit',
  'consume.after-commit',
  'consume.before-dead-letter',
] as const;

/**
 * Places that every domain has, with what passes there:
 * - `committed:orders.order.placed`: a transaction that tells of it is committed, and its relay does not know yet;
 * - `asking:inventory.allocate`: one domain is about to ask another; `answered:` it has the answer, and has written nothing of it;
 * - `advanced:checkout.allocate`: a saga's step is answered, and the next one is not asked; `finished:checkout`: all of them are, and written;
 * - `calling:stripe.create`: a provider is about to be asked; `called:` it has answered, and nothing of it is written;
 * - `routed:/webhooks/stripe`: all is done that a plain HTTP request wanted, and it has got no answer yet.
 */
const PLACES = ['committed', 'asking', 'answered', 'advanced', 'finished', 'calling', 'called', 'routed'] as const;

/** The places where a crash hurts most. */
export type CrashPointName = (typeof EVENT_POINTS)[number] | `${(typeof PLACES)[number]}:${string}`;

export const isCrashPointName = (name: string): name is CrashPointName =>
  EVENT_POINTS.some((point) => point === name) || PLACES.some((place) => name.startsWith(`${place}:`) && name.length > place.length + 1);

interface Armed {
  passes: number;
  readonly action: () => void;
}

const armedPoints = new Map<CrashPointName, Armed>();

/** Does nothing, unless this point is armed. */
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
