import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { OperationResult } from '../execute/execute-operation.ts';
import { invalidToken } from '../gateway-error.ts';

/** Something is sent this often, so that nothing in between takes the stream for dead. */
const HEARTBEAT_MS = 12_000;

/** setTimeout fires at once beyond this. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Sends results as server-sent events, in the distinct connections mode of GraphQL over SSE: `next` for each, then `complete`.
 * The next result is asked for when the client has taken the last one. When the client goes, or its token expires, the results end.
 */
export async function streamEvents(
  response: ServerResponse,
  results: AsyncIterableIterator<OperationResult>,
  expiresAtMs: number | undefined,
  closing: AbortSignal,
): Promise<void> {
  const stop = (): void => void results.return?.();
  let hasExpired = false;
  const expire = (): void => {
    hasExpired = true;
    stop();
  };
  const expiry = expiresAtMs === undefined ? undefined : setTimeout(expire, Math.min(Math.max(0, expiresAtMs - Date.now()), MAX_TIMER_MS));
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
  response.once('close', stop);
  closing.addEventListener('abort', stop, { once: true });
  try {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    for await (const result of results) await write(response, `event: next\ndata: ${JSON.stringify(result)}\n\n`);
    if (hasExpired) await write(response, `event: next\ndata: ${JSON.stringify({ errors: [invalidToken()] })}\n\n`);
    await write(response, 'event: complete\ndata:\n\n');
  } finally {
    clearTimeout(expiry);
    clearInterval(heartbeat);
    closing.removeEventListener('abort', stop);
    response.end();
  }
}

async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  await Promise.race([once(response, 'drain'), once(response, 'close')]).catch(() => undefined);
}
