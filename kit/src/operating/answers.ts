import { answerRead, answerWorkflow, type CommandHandler } from '../commands/index.ts';
import type { HandlerRun } from '../events/index.ts';
import type { SqlDatabase } from '../persistence/index.ts';
import type { DeclaredSaga } from '../saga/index.ts';
import { operatorCommands } from './contracts.ts';
import { discard, pageOfDeadLetters, replay } from './dead-letters.ts';
import { pageOfSagas } from './sagas.ts';

/** What of a domain an operator looks at. */
export interface Operated {
  readonly name: string;
  readonly database: SqlDatabase;
  readonly sagas: readonly DeclaredSaga[];
  /** Runs its handlers. */
  readonly run: HandlerRun;
}

/** What a domain answers its operators, whatever else it is about. */
export function operatorAnswers({ name, database, sagas, run }: Operated): CommandHandler[] {
  const { listDeadLetters, replayDeadLetter, discardDeadLetter, listSagas } = operatorCommands(name);
  return [
    answerRead(listDeadLetters, ({ sql }, asked) => pageOfDeadLetters(sql, asked)),
    answerWorkflow(replayDeadLetter, (_context, { eventId }) => replay(database, run, eventId)),
    answerWorkflow(discardDeadLetter, (_context, { eventId }) => discard(database, run, eventId)),
    answerRead(listSagas, ({ sql }, asked) => pageOfSagas(sql, sagas, asked)),
  ];
}
