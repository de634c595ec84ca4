export { operatorAnswers } from './answers.ts';
export { DEAD_LETTER_STATUSES, type DeadLetterFacts, type JudgedDeadLetter, operatorCommands, type SagaFacts } from './contracts.ts';
