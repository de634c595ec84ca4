/** These speak of one connection, not of the message. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
];

/** These are made anew for the next connection. */
const OF_THE_CONNECTION = ['host', 'content-length', 'traceparent'];

/** These carry authority between services, so one that came from outside is forged. */
const SIGNED = /^x-(service-.*|viewer.*|nonce|timestamp|signature|deadline)$/;

const DROPPED: ReadonlySet<string> = new Set([...HOP_BY_HOP, ...OF_THE_CONNECTION]);

/** The headers of a message that may pass the gateway. */
export function forwardableHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  withAuthorization: boolean,
): Record<string, string | string[]> {
  const passing: Record<string, string | string[]> = {};
  const namedByConnection = new Set(
    String(headers['connection'] ?? '')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase();
    if (value === undefined || DROPPED.has(name) || SIGNED.test(name) || namedByConnection.has(name)) continue;
    if (name === 'authorization' && !withAuthorization) continue;
    passing[name] = typeof value === 'string' ? value : [...value];
  }
  return passing;
}
