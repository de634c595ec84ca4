import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Starts listening and answers with the port that was really taken (asked for 0, the system chooses) and the address. */
export async function listen(app: FastifyInstance, { host, port }: { host: string; port: number }): Promise<{ port: number; url: string }> {
  await app.listen({ host, port });
  const address = app.server.address() as AddressInfo;
  return { port: address.port, url: `http://${reachableName(host)}:${address.port}` };
}

function reachableName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
