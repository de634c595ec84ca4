import { setTimeout as sleep } from 'node:timers/promises';

interface GraphError {
  readonly message: string;
  readonly extensions: { readonly code: string };
}

interface Answer<T> {
  readonly data?: T | null;
  readonly errors?: readonly GraphError[];
}

/** The graph said no. */
export class Refused extends Error {
  readonly code: string;

  constructor(errors: readonly GraphError[]) {
    super(errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join('; '));
    this.code = errors[0]!.extensions.code;
  }
}

/** A client of the gateway as any frontend is one: an address, and perhaps an access token. */
export class GraphClient {
  constructor(
    readonly url: string,
    readonly token?: string,
  ) {}

  /** The data; an error throws. */
  async ask<T>(query: string, variables: object = {}): Promise<T> {
    const { data, errors } = (await (await this.#post(query, variables, 'application/json')).json()) as Answer<T>;
    if (errors) throw new Refused(errors);
    return data!;
  }

  /** Hands over what a subscription sends, by server-sent events, until the signal ends it. Resolves once the stream is open. */
  async watch<T>(query: string, variables: object, onNext: (data: T) => void, ending: AbortSignal): Promise<void> {
    const { body } = await this.#post(query, variables, 'text/event-stream', ending);
    const read = async (): Promise<void> => {
      let text = '';
      for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
        const events = `${text}${chunk}`.split('\n\n');
        text = events.pop()!;
        for (const event of events) {
          const data = /^event: next\ndata: (.*)$/.exec(event)?.[1];
          if (data) onNext((JSON.parse(data) as { data: T }).data);
        }
      }
    };
    // Ending it breaks the reading off, which is no fault.
    void read().catch((error: unknown) => {
      if (!ending.aborted) throw error;
    });
  }

  #post(query: string, variables: object, accept: string, signal?: AbortSignal): Promise<Response> {
    const headers = { accept, 'content-type': 'application/json', ...(this.token && { authorization: `Bearer ${this.token}` }) };
    return fetch(this.url, { method: 'POST', headers, body: JSON.stringify({ query, variables }), ...(signal && { signal }) });
  }
}

/** Waits until a look finds something. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>, patienceMs = 30_000): Promise<T> {
  for (const givesUpAtMs = Date.now() + patienceMs; ; ) {
    const found = await look();
    if (found) return found;
    if (Date.now() > givesUpAtMs) throw new Error(`waited ${patienceMs / 1_000} s in vain until ${what}`);
    await sleep(100);
  }
}
