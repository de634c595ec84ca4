import {
  type Bus,
  durableConsumer,
  type EventEnvelope,
  type EventFigures,
  type HandleMany,
  type HandlerRun,
  preparePartitions,
  type Relay,
  type Stoppable,
} from '../events/index.ts';
import type { EventHandler } from '../handlers/index.ts';
import type { Domain } from './domain.ts';
import { eventRun, eventRunMany } from './event-run.ts';

/** The events of one domain on their way: its relay, its consumers, and the wakes of its subscriptions. */
export interface EventFlow extends Stoppable {
  /** Has the relay look at the outbox now. */
  wake(): void;
  /** `alarmed` when the stream and the outbox contradict each other and a person must decide. */
  readonly relayState: Relay['state'];
}

export async function startEventFlow(domain: Domain, bus: Bus, figures: EventFigures): Promise<EventFlow> {
  const running: Stoppable[] = [];
  const stop = async (): Promise<void> => {
    for (const each of running.reverse()) await each.stop();
  };
  try {
    await preparePartitions(domain.database);
    const relay = await bus.relay({
      domain: domain.name,
      // What it carries others wait for, however many wait for this domain's own connections.
      database: domain.database.urgent,
      once: new Set(domain.manifest.publishes.filter(({ once }) => once).map(({ name }) => name)),
      onAlarm: (reason) => domain.log.fatal({ reason }, 'the relay carries nothing until a person has decided'),
    });
    running.push(relay);
    const [run, many] = [eventRun(domain), eventRunMany(domain)];
    for (const [stream, handlers] of handlersByStream(domain))
      running.push(await bus.handle(consumerOf(domain, stream, handlers, { run, many, figures })));
    running.push(await watchOwnEvents(domain, bus));
    return {
      wake: () => relay.wake(),
      get relayState() {
        return relay.state;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function handlersByStream({ manifest }: Domain): Map<string, EventHandler[]> {
  const streams = new Map<string, EventHandler[]>();
  for (const handler of manifest.handlers) {
    const { domain: stream } = handler.contract;
    streams.set(stream, [...(streams.get(stream) ?? []), handler]);
  }
  return streams;
}

/** The domain's one consumer of a stream. */
function consumerOf(
  domain: Domain,
  stream: string,
  handlers: readonly EventHandler[],
  how: { readonly run: HandlerRun; readonly many: HandleMany; readonly figures: EventFigures },
) {
  return durableConsumer({
    domain: domain.name,
    stream,
    database: domain.database,
    events: handlers.map(({ contract: { name, version } }) => ({ name, version })),
    logger: domain.log,
    ...how,
  });
}

/** Every replica hears its domain's events, whichever replica they came from, and wakes the subscriptions that they touch. */
function watchOwnEvents(domain: Domain, bus: Bus): Promise<Stoppable> {
  const contractOf = new Map(domain.manifest.publishes.map((contract) => [contract.name, contract]));
  return bus.watch({
    domain: domain.name,
    subjects: [`${domain.name}.*.*`],
    event: (envelope: EventEnvelope) => {
      for (const touch of contractOf.get(envelope.name)?.touches(envelope.payload) ?? [])
        domain.wakes.wake(`${'entity' in touch ? touch.entity : touch.collection}:${touch.id}`);
    },
    gap: () => domain.wakes.wakeAll(),
  });
}
