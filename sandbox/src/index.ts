export type { CarrierSandbox, CarrierSandboxOptions } from './carrier/start-carrier-sandbox.ts';
export { startCarrierSandbox } from './carrier/start-carrier-sandbox.ts';
export type { TrackingEvent, TrackingStatus } from './carrier/tracking-records.ts';
export type { SandboxLogger } from './http/sandbox-logger.ts';
export type { IntentTotals, JournalContent, JournalLine, JournalTotals, SumsByCurrency } from './stripe/read-journal.ts';
export { journalLines, readJournal } from './stripe/read-journal.ts';
export type { StripeSandbox, StripeSandboxOptions } from './stripe/start-stripe-sandbox.ts';
export { startStripeSandbox } from './stripe/start-stripe-sandbox.ts';
export type { RetryDelays, WebhookEndpoint } from './webhook/webhook-endpoint.ts';
