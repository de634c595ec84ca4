import { type Msg, type NatsConnection, nuid, type Subscription } from '@nats-io/transport-node';
import type { SqlDatabase } from '../../persistence/sql.ts';
import type { EventLogger } from '../bus.ts';
import type { StoredEvent } from '../envelope-row.ts';
import { StreamUnavailable } from '../event-source.ts';
import { messageOf } from '../failure.ts';
import { readStored } from '../outbox.ts';
import { historyAnswer, historyQuestion } from './wire.ts';

const ANSWER_TIMEOUT_MS = 10_000;
/** Below the megabyte that a server takes unless told otherwise. */
const MAX_ANSWER_BYTES = 700_000;

interface Question {
  readonly after: number;
  readonly before: number;
  readonly limit: number;
}

/** Asks the publisher for events that its stream no longer holds. Nobody else sees question or answer. */
export async function askHistory(
  nats: NatsConnection,
  { asker, domain, ...question }: Question & { readonly asker: string; readonly domain: string },
): Promise<readonly StoredEvent[]> {
  const reply = historyAnswer(asker, domain, nuid.next());
  const answers = nats.subscribe(reply, { max: 1, timeout: ANSWER_TIMEOUT_MS });
  nats.publish(historyQuestion(asker, domain), JSON.stringify(question), { reply });
  try {
    for await (const answer of answers) {
      if (answer.headers?.code === 503) break;
      const { events, error } = answer.json<{ events?: StoredEvent[]; error?: string }>();
      if (events) return events;
      throw new Error(`${domain} could not read its outbox: ${error}`);
    }
  } finally {
    answers.unsubscribe();
  }
  throw new StreamUnavailable(`Nobody carries the outbox of ${domain} at present.`);
}

/** Answers such questions from the outbox. Any replica of the publisher may. */
export function answerHistory(nats: NatsConnection, domain: string, database: SqlDatabase, logger: EventLogger): Subscription {
  return nats.subscribe(historyQuestion('*', domain), {
    queue: domain,
    callback: (_error, message) => {
      void answer(message, database).catch((error) => {
        logger.warn({ stream: domain, error: messageOf(error) }, 'A question for past events was not answered.');
        message.respond(JSON.stringify({ error: messageOf(error) }));
      });
    },
  });
}

async function answer(message: Msg, database: SqlDatabase): Promise<void> {
  const { after, before, limit } = message.json<Question>();
  const events = await readStored(database, { after, before, limit: Math.min(limit, 500) });
  const parts: string[] = [];
  let bytes = 0;
  for (const event of events) {
    const part = JSON.stringify(event);
    bytes += Buffer.byteLength(part) + 1;
    if (bytes > MAX_ANSWER_BYTES && parts.length > 0) break;
    parts.push(part);
  }
  message.respond(`{"events":[${parts.join(',')}]}`);
}
