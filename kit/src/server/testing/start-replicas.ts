import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { anonymous, keyringFor, type RootKeys, type SignedRequest, signRequest, type Viewer } from '../../auth/index.ts';
import { EmbeddedBus } from '../../events/index.ts';
import { createDatabases, databaseUrl, dropDatabase } from '../../persistence/index.ts';
import { type Domain, type Manifest, runDomains } from '../../subgraph/index.ts';
import { type ServedSubgraph, serveSubgraph } from '../serve-subgraph.ts';

export const ROOTS: RootKeys = { v1: 'a root that only tests know' };
const silent = pino({ level: process.env.STOA_TEST_LOG ?? 'silent' });

export interface Replicas {
  readonly served: readonly ServedSubgraph[];
  readonly domains: readonly Domain[];
  stop(): Promise<void>;
}

/** The same domain on one database, served by itself on several ports. */
export async function startReplicas(manifest: Manifest, count: number): Promise<Replicas> {
  const serverUrl = process.env.STOA_TEST_POSTGRES_URL ?? '';
  const name = `served_${manifest.name}_${randomUUID().slice(0, 8)}`;
  await createDatabases(serverUrl, [name]);
  const running = await Promise.all(
    Array.from({ length: count }, async () => {
      const domains = await runDomains({
        manifests: [manifest],
        databaseUrlOf: () => databaseUrl(serverUrl, name),
        poolSize: 2,
        environment: {},
        log: silent,
        busFor: async () => new EmbeddedBus(),
      });
      const served = await serveSubgraph(domains.domains.get(manifest.name)!, {
        host: '127.0.0.1',
        port: 0,
        keyring: keyringFor(manifest.name, ROOTS),
        log: silent,
        ready: domains.health,
      });
      return { domains, served };
    }),
  );
  return {
    served: running.map(({ served }) => served),
    domains: running.map(({ domains }) => domains.domains.get(manifest.name)!),
    async stop() {
      for (const { domains, served } of running) {
        await served.close();
        await domains.stop();
      }
      await dropDatabase(serverUrl, name);
    },
  };
}

export interface Message {
  readonly caller?: string;
  readonly callee?: string;
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly viewer?: Viewer;
  readonly atMs?: number;
  readonly roots?: RootKeys;
}

/** Headers as a caller would make them; the gateway asks for the graph unless told otherwise. */
export function sign({
  caller = 'gateway',
  callee = 'guestbook',
  method = 'POST',
  path = '/graphql',
  body = '',
  viewer = anonymous,
  atMs,
  roots = ROOTS,
}: Message = {}) {
  const request: SignedRequest = { caller, callee, method, path, body, viewer };
  return signRequest(keyringFor(caller, roots).signingKey(callee), request, atMs ?? Date.now());
}

/** Sends exactly this. */
export async function send(url: string, { method = 'POST', path = '/graphql', body = '' }: Message, headers: Record<string, string>) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method !== 'GET' && { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: text ? (JSON.parse(text) as Record<string, never>) : null,
  };
}

/** Signs and sends. */
export const call = (url: string, message: Message) => send(url, message, sign(message));
