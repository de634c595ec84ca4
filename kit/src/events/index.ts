export {
  type Bus,
  type DeliveryOutcome,
  type DeliveryPosition,
  type DurableConsumer,
  type EventLogger,
  type OutboxToCarry,
  type Relay,
  type Stoppable,
  silentLogger,
  type Watcher,
} from './bus.ts';
export { type ChangeReport, Changes, type TouchedName, touchedNames, UnreportedChanges } from './changes.ts';
export { type ConsumerOptions, durableConsumer, type HandleMany, type HandlerRun } from './consume.ts';
export { collection, type EventContract, type EventEnvelope, entity, event, type PayloadOf, type Touch } from './contract.ts';
export { armCrashPoint, type CrashPointName, CrashPointReached, crashPoint, disarmCrashPoints } from './crash-point.ts';
export {
  type DeadLetter,
  type DeadLetterState,
  discardDeadLetter,
  listDeadLetters,
  type ReplayResult,
  replayDeadLetter,
} from './dead-letters.ts';
export { EmbeddedBus, type EmbeddedBusOptions } from './embedded/embedded-bus.ts';
export { type ConsumerLag, EventFigures } from './event-figures.ts';
export { Deferred, defaultRetryPolicy, isTransient, type RetryPolicy } from './failure.ts';
export { type ForgottenEvent, listForgotten } from './forgotten.ts';
export { type InboxAnswer, pruneInbox } from './inbox.ts';
export type { BrokerCredentials } from './jetstream/broker-connection.ts';
export { JetStreamBus, type JetStreamBusOptions } from './jetstream/jetstream-bus.ts';
export { KeyValueBucket } from './key-value.ts';
export type { LeaseOptions } from './lease.ts';
export { preparePartitions, readStored, writeOutbox } from './outbox.ts';
export { requestReplay } from './position.ts';
export { requestRebuild } from './relay-alarm.ts';
export { subjectMatches } from './subject-match.ts';
export { eventTables } from './tables.ts';
export { tellingStep } from './telling-step.ts';
