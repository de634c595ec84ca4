import type { Machine, StateOf, TriggerOf } from './machine.ts';

/** The states that a trigger moves, and the one that it moves them to. */
export interface Moves<State extends string> {
  readonly from: readonly State[];
  readonly to: State;
}

/**
 * What a trigger does, for a statement that pulls it in the database: `set status = to where status = any(from)` moves a row that
 * nobody has locked before. Where that moves none, the row has to be looked at, and `fire` says why.
 */
export function movesOf<M extends Machine>(subject: M, trigger: TriggerOf<M>): Moves<StateOf<M>> {
  const moving = (subject.states as readonly StateOf<M>[]).flatMap((from) => {
    const cell = subject.cell(from, trigger);
    return cell.answer === 'move' ? [{ from, to: cell.to as StateOf<M> }] : [];
  });
  const [target, ...others] = new Set(moving.map(({ to }) => to));
  if (target === undefined || others.length > 0) throw new Error(`${subject.name}.${trigger} does not lead to one state`);
  return { from: moving.map(({ from }) => from), to: target };
}
