import type { IncomingHttpHeaders } from 'node:http';
import type { Counter, Duration } from '@stoa/kit/observability';
import { GraphQLError } from 'graphql';
import type { PreparedOperation } from '../plan/prepare-operation.ts';
import type { GatewayFigures } from './gateway-figures.ts';
import type { UsedOperation } from './operation-usage.ts';

/** What is counted on for one operation of one client, found once. */
export interface OperationFigures {
  readonly succeeded: Counter;
  readonly duration: Duration;
  readonly used: UsedOperation | undefined;
}

/** One request as it is counted: once, by whose it was, what it asked for and what became of it. */
export class RequestCount {
  readonly #figures: GatewayFigures;
  readonly #headers: IncomingHttpHeaders;
  readonly #beganAtMs = performance.now();
  #client: string | undefined;

  constructor(figures: GatewayFigures, headers: IncomingHttpHeaders) {
    this.#figures = figures;
    this.#headers = headers;
  }

  /** The name that the client gives itself. */
  claim(name: string | undefined): void {
    this.#client = name?.replaceAll('/', '_');
  }

  /** The partner whose key it brought, if it brought one; no claim reads like it. */
  prove(partner: string | undefined): void {
    if (partner !== undefined) this.#client = `partners/${partner}`;
  }

  /** It ran, perhaps with errors. */
  answered(prepared: PreparedOperation, errors: readonly GraphQLError[]): void {
    const figures = this.#figures.ofOperation(prepared, this.#client, clientVersion(this.#headers));
    if (errors.length === 0) figures.succeeded.add();
    else this.#figures.failed(prepared, this.#client, errors[0]!);
    figures.duration.observeMs(performance.now() - this.#beganAtMs);
    if (!figures.used) return;
    figures.used.count++;
    figures.used.lastSeenAtMs = Date.now();
  }

  /** Nothing of it ran. What is no error of GraphQL was not foreseen. */
  refused(error: unknown): void {
    this.#figures.failed(undefined, this.#client, error instanceof GraphQLError ? error : undefined);
  }
}

/** The version that a client gives itself, beside its name. */
function clientVersion(headers: IncomingHttpHeaders): string | undefined {
  const version = headers['apollographql-client-version'] ?? headers['graphql-client-version'];
  return typeof version === 'string' ? version.slice(0, 60) : undefined;
}
