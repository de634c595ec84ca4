import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Domain } from '../subgraph/domain.ts';
import type { SignatureGate } from './signature-gate.ts';

const PREFIX = '/routes';

/** Headers that the gateway proved itself with; they are no business of a webhook's handler. */
const OF_THE_SIGNATURE = /^x-(service-.*|viewer|nonce|timestamp|signature|deadline)$/;

/** Answers the plain HTTP that the gateway forwards, with the body as it came. */
export function registerRoutes(server: FastifyInstance, domain: Domain, gate: SignatureGate): void {
  server.all(`${PREFIX}/*`, async (request, reply) => {
    const { viewer, traceparent } = gate.contextOf(request);
    const url = new URL((request.raw.url ?? '').slice(PREFIX.length), 'http://subgraph');
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const asked = { method: request.method, path: url.pathname, query: url.searchParams, headers: headersOf(request), body };
    const { status, headers = {}, body: answer = '' } = await domain.route(asked, viewer, traceparent);
    return reply
      .code(status)
      .headers(headers)
      .send(typeof answer === 'string' ? answer : Buffer.from(answer));
  });
}

function headersOf({ headers }: FastifyRequest): Record<string, string> {
  const passing = Object.entries(headers).filter(([name, value]) => value !== undefined && !OF_THE_SIGNATURE.test(name));
  return Object.fromEntries(passing.map(([name, value]) => [name, String(value)]));
}
