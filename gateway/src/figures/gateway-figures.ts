import type { IncomingHttpHeaders } from 'node:http';
import { CounterFamily, DurationFamily, type Family, gaugeFamily, writeFamilies } from '@stoa/kit/observability';
import type { GraphQLError } from 'graphql';
import type { PreparedOperation } from '../plan/prepare-operation.ts';
import { BoundedNames } from './bounded-names.ts';
import { ObservedRequest, type OperationFigures } from './observed-request.ts';
import { OperationUsage } from './operation-usage.ts';

/** What it is called that went well. */
const OK = 'OK';

/** Of operations and clients that have no name, and of requests that were refused before it was known. */
const UNNAMED = '';

/** The figures of one gateway. They outlive the supergraphs that it serves. */
export class GatewayFigures {
  readonly usage = new OperationUsage();
  readonly #plans = new CounterFamily('gateway_plans_total', 'Plans that were made, and uses of those that were there.', ['how']);
  readonly #planDurations = new DurationFamily('gateway_plan_duration_seconds', 'How long the making of a plan took.', []);
  readonly #reads = new CounterFamily('gateway_queries_joined_total', 'Queries that were answered by an equal one under way.', []);
  readonly #live = new CounterFamily('gateway_live_results_total', 'Results of subscriptions, one for each receiver.', ['outcome']);
  readonly #reloads = new CounterFamily('gateway_supergraph_reloads_total', 'Other supergraphs that came.', ['outcome']);
  readonly plansMade = this.#plans.of('made');
  readonly plansKnown = this.#plans.of('known');
  readonly planDuration = this.#planDurations.of();
  readonly queriesJoined = this.#reads.of();
  readonly liveDelivered = this.#live.of('delivered');
  /** The receiver was too slow, and its subscription ended. */
  readonly liveDropped = this.#live.of('dropped');
  readonly #requests = new CounterFamily('gateway_requests_total', 'Requests, by the code of their first error, OK without one.', [
    'operation',
    'client',
    'code',
  ]);
  readonly #durations = new DurationFamily('gateway_request_duration_seconds', 'From a request to its whole answer.', ['operation']);
  readonly #fetches = new CounterFamily('gateway_fetches_total', 'Calls to subgraphs; data and errors, or why none came.', [
    'service',
    'outcome',
  ]);
  readonly #fetchDurations = new DurationFamily('gateway_fetch_duration_seconds', 'From a call to a subgraph to its answer.', ['service']);
  readonly #operationNames = new BoundedNames(300);
  readonly #clientNames: BoundedNames;
  readonly #codes = new BoundedNames(100);
  readonly #ofOperations = new WeakMap<PreparedOperation, Map<string, OperationFigures>>();
  readonly #ofServices = new Map<string, FetchFigures>();
  readonly #read: Family[] = [];

  constructor(isKnownClient?: (name: string) => boolean) {
    this.#clientNames = new BoundedNames(50, isKnownClient);
  }

  request(headers: IncomingHttpHeaders): ObservedRequest {
    return new ObservedRequest(this, headers);
  }

  /** Something that is looked at when the figures are asked for. */
  watch(name: string, help: string, labels: readonly string[], read: Parameters<typeof gaugeFamily>[3]): void {
    this.#read.push(gaugeFamily(name, help, labels, read));
  }

  ofOperation(prepared: PreparedOperation, client: string | undefined, version: string | undefined): OperationFigures {
    let ofClients = this.#ofOperations.get(prepared);
    if (!ofClients) this.#ofOperations.set(prepared, (ofClients = new Map()));
    const clientLabel = this.#clientNames.of(client ?? UNNAMED);
    const key = version === undefined ? clientLabel : `${clientLabel}\n${version}`;
    let figures = ofClients.get(key);
    if (figures) return figures;
    const operation = this.#nameOf(prepared);
    const text = { client: client && clientLabel, version, operationName: prepared.operationName, text: prepared.text };
    figures = {
      succeeded: this.#requests.of(operation, clientLabel, OK),
      duration: this.#durations.of(operation),
      used: this.usage.of(text),
    };
    // A client can think of any number of versions.
    if (ofClients.size < 100) ofClients.set(key, figures);
    return figures;
  }

  failed(prepared: PreparedOperation | undefined, client: string | undefined, error: GraphQLError | undefined): void {
    const code = this.#codes.of(String(error?.extensions['code'] ?? 'INTERNAL_SERVER_ERROR'));
    const operation = prepared ? this.#nameOf(prepared) : UNNAMED;
    this.#requests.of(operation, this.#clientNames.of(client ?? UNNAMED), code).add();
  }

  /** What calls to a subgraph are counted on. */
  fetchesOf(service: string): FetchFigures {
    let figures = this.#ofServices.get(service);
    if (!figures) this.#ofServices.set(service, (figures = new FetchFigures(service, this.#fetches, this.#fetchDurations)));
    return figures;
  }

  reloaded(outcome: string): void {
    this.#reloads.of(outcome).add();
  }

  families(): Family[] {
    const ofRequests = [this.#requests, this.#durations, this.#fetches, this.#fetchDurations];
    const ofTheRest = [this.#plans, this.#planDurations, this.#reads, this.#live, this.#reloads];
    return [...ofRequests, ...ofTheRest, ...this.#read];
  }

  /** All of them, in Prometheus' text format. */
  write(): Promise<string> {
    return writeFamilies(this.families());
  }

  #nameOf({ operation }: PreparedOperation): string {
    return this.#operationNames.of(operation.name?.value ?? UNNAMED);
  }
}

/** Calls to one subgraph. */
export class FetchFigures {
  readonly #service: string;
  readonly #counters: CounterFamily;
  readonly #duration;
  readonly #data;

  constructor(service: string, counters: CounterFamily, durations: DurationFamily) {
    this.#service = service;
    this.#counters = counters;
    this.#duration = durations.of(service);
    this.#data = counters.of(service, 'data');
  }

  succeeded(beganAtMs: number, hasErrors: boolean): void {
    this.#duration.observeMs(performance.now() - beganAtMs);
    if (hasErrors) this.#counters.of(this.#service, 'errors').add();
    else this.#data.add();
  }

  failed(beganAtMs: number, reason: string): void {
    this.#duration.observeMs(performance.now() - beganAtMs);
    this.#counters.of(this.#service, reason).add();
  }
}
