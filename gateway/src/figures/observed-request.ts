import type { IncomingHttpHeaders } from 'node:http';
import type { Counter, Duration } from '@stoa/kit/observability';
import { GraphQLError } from 'graphql';
import type { PreparedOperation } from '../plan/prepare-operation.ts';
import type { GatewayFigures } from './gateway-figures.ts';
import type { UsedOperation } from './operation-usage.ts';
import { RequestTrace } from './request-trace.ts';

/** What is counted on for one operation of one client, found once. */
export interface OperationFigures {
  readonly succeeded: Counter;
  readonly duration: Duration;
  readonly used: UsedOperation | undefined;
}

/** One request as it is counted, by whose it was, what it asked for and what became of it, and as a span of its trace. */
export class ObservedRequest {
  readonly #figures: GatewayFigures;
  readonly #headers: IncomingHttpHeaders;
  readonly #beganAtMs = performance.now();
  readonly #trace: RequestTrace;
  #client: string | undefined;

  constructor(figures: GatewayFigures, headers: IncomingHttpHeaders) {
    this.#figures = figures;
    this.#headers = headers;
    this.#trace = new RequestTrace(headers);
  }

  /** For whatever is done on behalf of the request, in W3C's form. */
  get traceparent(): string {
    return this.#trace.traceparent;
  }

  /** Gets an operation ready, which is a span of its own. */
  prepare<T>(work: () => T): T {
    return this.#trace.part('plan', work);
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
    this.#trace.asks(prepared, this.#client);
    this.#trace.end(codeOf(errors[0]));
    if (figures.used) this.#figures.usage.seen(figures.used);
  }

  /** Nothing of it ran. What is no error of GraphQL was not foreseen. */
  refused(error: unknown): void {
    const known = error instanceof GraphQLError ? error : undefined;
    this.#figures.failed(undefined, this.#client, known);
    this.#trace.end(codeOf(known) ?? 'INTERNAL_SERVER_ERROR');
  }
}

const codeOf = (error: GraphQLError | undefined): string | undefined => error && String(error.extensions['code']);

/** The version that a client gives itself, beside its name. */
function clientVersion(headers: IncomingHttpHeaders): string | undefined {
  const version = headers['apollographql-client-version'] ?? headers['graphql-client-version'];
  return typeof version === 'string' ? version.slice(0, 60) : undefined;
}
