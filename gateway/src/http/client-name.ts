import type { IncomingHttpHeaders } from 'node:http';

/** The name that a client gives itself, in the header that most clients send or in the neutral one. It proves nothing. */
export function clientName(headers: IncomingHttpHeaders): string | undefined {
  const name = headers['apollographql-client-name'] ?? headers['graphql-client-name'];
  return typeof name === 'string' ? name : undefined;
}
