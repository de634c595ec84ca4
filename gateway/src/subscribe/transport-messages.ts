/** What a client may send by graphql-transport-ws. */
export type ClientMessage =
  | { readonly type: 'connection_init'; readonly payload?: Readonly<Record<string, unknown>> | null }
  | { readonly type: 'ping' | 'pong'; readonly payload?: unknown }
  | { readonly type: 'subscribe'; readonly id: string; readonly payload: unknown }
  | { readonly type: 'complete'; readonly id: string };

/** Reads one message; undefined when it is none of the protocol's. */
export function readMessage(text: string): ClientMessage | undefined {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(message)) return undefined;
  const { type, id, payload } = message;
  const isPayload = payload === undefined || payload === null || isObject(payload);
  const isIdentified = typeof id === 'string' && id !== '';
  const isKnown =
    ((type === 'connection_init' || type === 'ping' || type === 'pong') && isPayload) ||
    (type === 'subscribe' && isIdentified && isObject(payload)) ||
    (type === 'complete' && isIdentified);
  return isKnown ? (message as unknown as ClientMessage) : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** Why a socket is closed. The codes are the protocol's, 1012 and 1013 WebSocket's own. */
export const closing = {
  restart: { code: 1012, reason: 'Service restart' },
  tryAgain: { code: 1013, reason: 'Try again later' },
  failed: { code: 4500, reason: 'Internal server error' },
  badMessage: { code: 4400, reason: 'Invalid message' },
  unauthorized: { code: 4401, reason: 'Unauthorized' },
  forbidden: { code: 4403, reason: 'Forbidden' },
  expired: { code: 4403, reason: 'Token expired' },
  subprotocol: { code: 4406, reason: 'Subprotocol not acceptable' },
  initTimeout: { code: 4408, reason: 'Connection initialisation timeout' },
  secondInit: { code: 4429, reason: 'Too many initialisation requests' },
  tooManyConnections: { code: 4429, reason: 'Too many connections' },
} as const satisfies Record<string, Closing>;
