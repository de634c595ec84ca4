import { isDeepStrictEqual } from 'node:util';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { listen } from '../http/listen.ts';
import { faultOf } from './check-statement.ts';

export interface RecordStoreOptions {
  /** The port to listen on; 0 lets the system choose. */
  readonly port: number;
  readonly host?: string;
  readonly username: string;
  readonly password: string;
}

/** A learning record store that is running, with what it has been told; it forgets all of it when it is closed. */
export interface RecordStore {
  /** What clients are configured with: statements are taken under `/statements`. */
  readonly url: string;
  readonly statements: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** From now on it answers with this status and takes nothing; null: as it should again. */
  answerWith(status: number | null): void;
  close(): Promise<void>;
}

/** Starts a learning record store (xAPI 1.0.3) that takes statements, each id once, and lists them. */
export async function startRecordStore({ port, host = '127.0.0.1', username, password }: RecordStoreOptions): Promise<RecordStore> {
  const statements = new Map<string, Record<string, unknown>>();
  const credentials = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  let trouble: number | null = null;

  const app = fastify({ forceCloseConnections: true });
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-experience-api-version', '1.0.3');
    if (trouble !== null) return reply.code(trouble).send({ error: 'out of order' });
    if (request.headers.authorization !== credentials) return reply.code(401).send({ error: 'wrong credentials' });
    if (!String(request.headers['x-experience-api-version']).startsWith('1.0')) return reply.code(400).send({ error: 'no version' });
  });
  app.get('/xapi/statements', async () => ({ statements: [...statements.values()], more: '' }));
  app.post('/xapi/statements', async (request: FastifyRequest, reply: FastifyReply) => {
    const told = (Array.isArray(request.body) ? request.body : [request.body]) as Record<string, unknown>[];
    const fault = told.map(faultOf).find((found) => found !== null);
    if (fault) return reply.code(400).send({ error: fault });
    const other = told.find(({ id, ...said }) => {
      const { id: _, ...known } = statements.get(String(id)) ?? { id, ...said };
      return !isDeepStrictEqual(known, said);
    });
    // All of a request or nothing of it.
    if (other) return reply.code(409).send({ error: `${String(other.id)} said something else before` });
    for (const statement of told) statements.set(String(statement.id), statement);
    return told.map(({ id }) => id);
  });
  const { url } = await listen(app, { host, port });
  return {
    url: `${url}/xapi`,
    statements,
    answerWith: (status) => {
      trouble = status;
    },
    close: () => app.close(),
  };
}
