import { JetStreamApiError, type JetStreamManager } from '@nats-io/jetstream';
import { baseIn } from './wire.ts';

const STREAM_NOT_FOUND = 10059;

export const isStreamMissing = (error: unknown): boolean => error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND;

/** Where a stream begins and ends, in the numbers of the outbox, which the server's are behind by `base`. Null: no stream. */
export async function streamBounds(jsm: JetStreamManager, stream: string): Promise<{ base: number; first: number; last: number } | null> {
  try {
    const { config, state } = await jsm.streams.info(stream);
    const base = baseIn(config.description);
    return { base, first: base + (state.messages === 0 ? state.last_seq + 1 : state.first_seq), last: base + state.last_seq };
  } catch (error) {
    if (isStreamMissing(error)) return null;
    throw error;
  }
}
