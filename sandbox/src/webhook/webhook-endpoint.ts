/** Somebody who wants to be told of events. */
export interface WebhookEndpoint {
  /** Where to post to. Events are remembered per address, so a restart with the same address goes on where it was. */
  url: string;
  /** The secret that signs what is posted there. */
  secret: string;
  /** The event types wanted; left out, all of them. */
  events?: readonly string[];
}

/** How long a courier waits before it tries again. The delay doubles from the first to the last. */
export interface RetryDelays {
  firstDelayMs: number;
  maxDelayMs: number;
}

/** One event on its way to one endpoint. */
export interface Letter {
  eventId: string;
  type: string;
  url: string;
}

/** Whether the endpoint wants events of this type. */
export function wants(endpoint: WebhookEndpoint, type: string): boolean {
  return endpoint.events === undefined || endpoint.events.includes(type);
}
