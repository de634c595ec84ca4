import { DomainError } from '../errors/index.ts';
import { Deferred } from '../events/failure.ts';
import type { Machine, StateOf, TriggerOf } from './machine.ts';

/** What became of a trigger; `compensate` names what the caller must set in motion. */
export type Verdict = { readonly moved: true; readonly from: string } | { readonly moved: false; readonly compensate?: string };

/**
 * Pulls a trigger on a row that is locked by the caller. Writes the new state, or says why not; nothing else may set a status, but
 * for a statement that goes by `movesOf`.
 */
export function fire<M extends Machine>(subject: M, row: { status: StateOf<M> } | null, trigger: TriggerOf<M>): Verdict {
  const from = row?.status ?? null;
  const cell = subject.cell(from, trigger);
  switch (cell.answer) {
    case 'move':
      if (row) row.status = cell.to as StateOf<M>;
      return { moved: true, from: from ?? '' };
    case 'ignore':
      return { moved: false };
    case 'compensate':
      return { moved: false, compensate: cell.by };
    case 'defer':
      throw new Deferred(`${subject.name} ${from ?? 'without a row'} cannot take ${trigger} yet`);
    case 'refuse':
      throw new DomainError('INVALID_TRANSITION', `${subject.name} is ${from ?? 'not there'}: it cannot ${trigger}`, { status: from });
  }
}
