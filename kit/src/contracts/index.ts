/** What contracts are written with. Nothing here does I/O, so that contracts can be read by anybody. */
export { type CommandContract, command, type InputOf, type OutputOf } from '../commands/contract.ts';
export { collection, type EventContract, type EventEnvelope, entity, event, type PayloadOf, type Touch } from '../events/contract.ts';
export { type Amount, amount, amountMinor, currencyCode } from '../money/amount.ts';
