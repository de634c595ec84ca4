import type { TypedDocumentString } from '@stoa/schema/generated/operations/e2e';
import { createClient, type Client as WebSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly [name: string]: unknown };
}

/** An operation: one of the persisted documents, which knows its types, or any text. */
export type Document<T, V> = string | TypedDocumentString<T, V>;

export interface Answer<T> {
  readonly data?: T | null;
  readonly errors?: readonly GraphError[];
}

/** The gateway said no; the first error's code is what tests ask for. */
export class Refused extends Error {
  constructor(readonly errors: readonly GraphError[]) {
    super(errors.map((error) => `${error.extensions.code}: ${error.message}`).join('; '));
  }

  get code(): string {
    return this.errors[0]!.extensions.code;
  }

  get extensions(): GraphError['extensions'] {
    return this.errors[0]!.extensions;
  }
}

/** A client as a frontend has one: one address, one token. */
export class Client {
  #live: WebSocketClient | undefined;

  constructor(
    readonly url: string,
    readonly token?: string,
  ) {}

  /** The whole answer, errors and all. */
  async send<T, V extends object = object>(document: Document<T, V>, variables: V = {} as V): Promise<Answer<T>> {
    const query = String(document);
    const headers = { 'content-type': 'application/json', ...(this.token && { authorization: `Bearer ${this.token}` }) };
    const response = await fetch(this.url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    return (await response.json()) as Answer<T>;
  }

  /** The data; any error throws. */
  async ask<T, V extends object = object>(document: Document<T, V>, variables: V = {} as V): Promise<T> {
    const { data, errors } = await this.send(document, variables);
    if (errors) throw new Refused(errors);
    return data!;
  }

  /** The code of the refusal that this must get. */
  async refusal<V extends object = object>(document: Document<unknown, V>, variables: V = {} as V): Promise<GraphError['extensions']> {
    const { errors } = await this.send(document, variables);
    if (!errors) throw new Error('this should have been refused');
    return errors[0]!.extensions;
  }

  /** Gathers what a subscription sends, from now until `stop`. */
  watch<T, V extends object = object>(document: Document<T, V>, variables: V = {} as V): Watched<T> {
    this.#live ??= createClient({
      url: this.url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: this.token ? { authorization: `Bearer ${this.token}` } : {},
      retryAttempts: 0,
    });
    const events: T[] = [];
    const errors: unknown[] = [];
    const stop = this.#live.subscribe<T>(
      { query: String(document), variables: { ...(variables as Record<string, unknown>) } },
      {
        next: ({ data, errors: refused }) => {
          if (refused) errors.push(...refused);
          if (data) events.push(data);
        },
        error: (error) => errors.push(error),
        complete: () => undefined,
      },
    );
    return { events, errors, stop };
  }

  async close(): Promise<void> {
    await this.#live?.dispose();
  }
}

export interface Watched<T> {
  readonly events: T[];
  readonly errors: unknown[];
  stop(): void;
}
