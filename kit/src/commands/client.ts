import { Pool } from 'undici';
import { type Keyring, signRequest, type Viewer } from '../auth/index.ts';
import { DomainError, type ErrorCode, errorCodes } from '../errors/index.ts';
import type { ChangeReport } from '../events/changes.ts';

/** A question on its way to another domain. */
export interface CommandRequest {
  readonly name: string;
  readonly input: unknown;
  readonly key: string | undefined;
  readonly viewer: Viewer;
  readonly traceparent: string;
  readonly deadlineAtMs: number;
}

/** What came back: an answer, or a refusal with a code; and what has changed over it, for who keeps answers. */
export type CommandReply = (
  | { readonly answer: unknown }
  | { readonly refusal: { readonly code: ErrorCode; readonly message: string; readonly details: Record<string, unknown> } }
) & { readonly changed?: ChangeReport };

/** Carries a command to the domain that answers it. */
export interface CommandTransport {
  send(domain: string, request: CommandRequest): Promise<CommandReply>;
  close(): Promise<void>;
}

export const unavailable = (service: string): DomainError =>
  new DomainError('SERVICE_UNAVAILABLE', `${service} does not answer just now`, { service, retryAfter: 30 });

/** Sends commands over HTTP, signed, to any replica of the domain that takes the connection. */
export class HttpCommandTransport implements CommandTransport {
  #pools = new Map<string, Pool>();
  #next = 0;

  constructor(
    private readonly caller: string,
    private readonly keyring: Keyring,
    private readonly urlsOf: (domain: string) => readonly string[],
  ) {}

  async send(domain: string, request: CommandRequest): Promise<CommandReply> {
    const urls = this.urlsOf(domain);
    const start = this.#next++;
    for (let index = 0; index < urls.length; index++) {
      try {
        return await this.post(urls[(start + index) % urls.length]!, domain, request);
      } catch (error) {
        // Only a refused connection is sure not to have been worked on, so only then may another replica be asked.
        if ((error as { code?: string }).code !== 'ECONNREFUSED') break;
      }
    }
    throw unavailable(domain);
  }

  private async post(url: string, callee: string, request: CommandRequest): Promise<CommandReply> {
    const path = `/commands/${request.name}`;
    const body = JSON.stringify({ input: request.input, ...(request.key !== undefined && { key: request.key }) });
    const { viewer, deadlineAtMs } = request;
    const signed = signRequest(this.keyring.signingKey(callee), {
      caller: this.caller,
      callee,
      method: 'POST',
      path,
      body,
      viewer,
      deadlineAtMs,
    });
    const timeoutMs = Math.max(1, deadlineAtMs - Date.now());
    const response = await this.pool(url).request({
      method: 'POST',
      path,
      body,
      headers: { ...signed, 'content-type': 'application/json', traceparent: request.traceparent },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.body.text();
    if (response.statusCode !== 200) throw new Error(`${callee} answered ${response.statusCode}`);
    const reply = JSON.parse(text) as CommandReply;
    if ('refusal' in reply && !(reply.refusal.code in errorCodes)) throw new Error(`${callee} refused with an unknown code`);
    return reply;
  }

  private pool(url: string): Pool {
    let pool = this.#pools.get(url);
    if (!pool) this.#pools.set(url, (pool = new Pool(url, { connections: 16, connect: { timeout: 2_000 } })));
    return pool;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
  }
}
