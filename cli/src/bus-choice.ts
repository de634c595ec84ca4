import { type BrokerCredentials, type Bus, EmbeddedBus, EventFigures, type EventLogger, JetStreamBus } from '@stoa/kit/events';
import { natsAnswers } from './nats-answers.ts';

/** Where the broker is, and as whom each domain speaks to it. */
export interface NatsAddress {
  readonly servers: readonly string[];
  /** Without it, all share one connection that says nothing of itself. */
  readonly credentials?: (domain: string) => BrokerCredentials;
}

/** What carries the events: a broker, or the processes' own bus. */
export type BusChoice = 'embedded' | NatsAddress;

export function makeBus(choice: BusChoice, logger: EventLogger, figures = new EventFigures()): Bus {
  return choice === 'embedded' ? new EmbeddedBus({ logger, figures }) : new JetStreamBus({ ...choice, logger, figures });
}

/** 'ok', or what is wrong with the bus. */
export async function busState(choice: BusChoice): Promise<string> {
  if (choice === 'embedded') return 'ok';
  return (await natsAnswers(choice.servers)) ? 'ok' : 'the broker does not answer';
}
