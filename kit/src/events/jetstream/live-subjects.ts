import type { MsgHdrs, Subscription } from '@nats-io/transport-node';
import type { EventLogger, Stoppable, Watcher } from '../bus.ts';
import type { EventEnvelope } from '../contract.ts';
import { messageOf } from '../failure.ts';
import { Watchers } from '../watchers.ts';
import type { BrokerConnection } from './broker-connection.ts';
import { followedPlace, isAgain } from './wire.ts';

interface Live {
  readonly subscription: Subscription;
  users: number;
  /** The last place of the stream that came, where the subject is a whole stream. */
  place: number | undefined;
}

/** How many of the latest events are remembered, since overlapping subjects bring one event several times. */
const REMEMBERED = 256;

/** Live events for all who watch on one connection: one subscription for each subject, however many want it. */
export class LiveSubjects {
  readonly #connection: BrokerConnection;
  readonly #logger: EventLogger;
  readonly #watchers: Watchers;
  readonly #live = new Map<string, Live>();
  readonly #seen = new Set<string>();

  constructor(connection: BrokerConnection, logger: EventLogger) {
    this.#connection = connection;
    this.#logger = logger;
    this.#watchers = new Watchers(logger);
    connection.onLost(() => this.#watchers.lost());
    // What was published while we were away is gone for us.
    connection.onBack(() => this.#watchers.gap());
  }

  async watch(watcher: Watcher): Promise<Stoppable> {
    const forget = this.#watchers.add(watcher);
    for (const subject of watcher.subjects) this.#use(subject);
    // 'From now on' begins when the server knows of it.
    await this.#connection.nats.flush();
    return {
      stop: async () => {
        forget();
        for (const subject of watcher.subjects) this.#leave(subject);
      },
    };
  }

  #use(subject: string): void {
    const live = this.#live.get(subject);
    if (live) {
      live.users += 1;
      return;
    }
    const subscription = this.#connection.nats.subscribe(subject, {
      callback: (_error, message) => {
        this.#notePlace(subject, message.headers);
        if (isAgain(message.headers)) return;
        try {
          this.#pass(message.json<EventEnvelope>());
        } catch (error) {
          this.#logger.warn({ subject, error: messageOf(error) }, 'A message is no event.');
        }
      },
    });
    this.#live.set(subject, { subscription, users: 1, place: undefined });
  }

  /** A broker of several servers can lose a message between them without anybody's connection being lost; the next one tells. */
  #notePlace(subject: string, headers: MsgHdrs | undefined): void {
    const live = this.#live.get(subject);
    const [, domain] = /^([^*>.]+)\.\*\.\*$/.exec(subject) ?? [];
    const follows = followedPlace(headers);
    if (!live || domain === undefined || follows === undefined) return;
    const isHole = live.place !== undefined && follows > live.place;
    // One that was refused, or a stream made anew, goes back; then it goes on from there.
    live.place = follows + 1;
    if (isHole) this.#watchers.gap(domain);
  }

  #leave(subject: string): void {
    const live = this.#live.get(subject);
    if (!live || --live.users > 0) return;
    live.subscription.unsubscribe();
    this.#live.delete(subject);
  }

  #pass(envelope: EventEnvelope): void {
    if (this.#seen.has(envelope.id)) return;
    this.#seen.add(envelope.id);
    if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value!);
    this.#watchers.event(envelope);
  }
}
