import { system, type Viewer } from '../auth/index.ts';
import type { CommandHandler, CommandReply, CommandTransport } from '../commands/index.ts';
import { crashPoint } from '../crash/index.ts';
import { DomainError, type ErrorCode, notFound } from '../errors/index.ts';
import { UnreportedChanges } from '../events/index.ts';
import { eventTables } from '../events/tables.ts';
import { type DomainFigures, Figures } from '../figures/index.ts';
import { type BuiltSchema, buildSchema, GraphExecutor, type GraphRequest, type GraphResult } from '../graphql/index.ts';
import { type RunningJobs, runJobs } from '../jobs/index.ts';
import { Wakes } from '../live/index.ts';
import { type Logger, newTraceparent, runSpan, runTraced, type SpanStart, traceIdOf } from '../observability/index.ts';
import { operatorAnswers } from '../operating/index.ts';
import { Database, kitTables } from '../persistence/index.ts';
import { SagaRow } from '../saga/saga-row.ts';
import { type ContextOptions, RequestContext } from './domain-context.ts';
import { eventRun } from './event-run.ts';
import { housekeeping } from './housekeeping.job.ts';
import type { Manifest } from './manifest.ts';
import type { Environment, Resource } from './resource.ts';
import { matchRoute, type RouteRequest, type RouteResponse } from './route.ts';
import { RequestReplayed } from './used-nonce.ts';

export interface DomainOptions {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly environment: Environment;
  readonly commands: CommandTransport;
  /** All that there are, wherever they run; this one alone unless told. */
  readonly domains?: readonly string[];
  readonly log: Logger;
  /** Wakes the relay of this domain's stream; the bus's side sets it. */
  readonly wakeRelay: () => void;
  /** Those of the process. */
  readonly figures?: Figures;
}

/** A subgraph that runs in this process: its database, its schema, and the four ways in. */
export class Domain {
  readonly wakes = new Wakes();
  readonly figures: DomainFigures;
  #resources = new Map<Resource<unknown>, unknown>();
  #jobs: RunningJobs | undefined;
  #commands: readonly CommandHandler[];

  private constructor(
    readonly manifest: Manifest,
    readonly database: Database,
    readonly built: BuiltSchema,
    readonly graph: GraphExecutor,
    private readonly options: DomainOptions,
  ) {
    for (const each of manifest.resources) this.#resources.set(each, each.make(options.environment));
    const { name, figures, jobs, sagas } = manifest;
    this.#commands = [...manifest.commands, ...operatorAnswers({ name, database, sagas, run: eventRun(this) })];
    this.figures = (options.figures ?? new Figures()).of({ name, figures, jobs, sagaTables: sagaTablesOf(manifest, database), database });
  }

  /** Opens the database, brings its tables up to date and builds the schema. A wrong setting or a missing policy stops here. */
  static async open(manifest: Manifest, options: DomainOptions): Promise<Domain> {
    const built = buildSchema(manifest);
    const database = await Database.open({
      name: manifest.name,
      url: options.databaseUrl,
      entities: manifest.entities,
      steps: [...kitTables, ...eventTables, ...manifest.migrations],
      poolSize: options.poolSize,
      sessionSettings: manifest.sessionSettings,
    });
    try {
      const domain = new Domain(manifest, database, built, new GraphExecutor(built.schema), options);
      await database.migrate();
      await manifest.seed?.(domain.context({ viewer: system, traceparent: newTraceparent() }));
      return domain;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  get name(): string {
    return this.manifest.name;
  }

  get domains(): readonly string[] {
    return this.options.domains ?? [this.name];
  }

  get log(): Logger {
    return this.options.log;
  }

  get commands(): CommandTransport {
    return this.options.commands;
  }

  use<T>(wanted: Resource<T>): T {
    if (!this.#resources.has(wanted)) throw new Error(`${this.name} does not declare the resource ${wanted.name}`);
    return this.#resources.get(wanted) as T;
  }

  wakeRelay(): void {
    this.options.wakeRelay();
  }

  wakeJob(name: string): void {
    this.#jobs?.wake(name);
  }

  context(options: ContextOptions): RequestContext {
    return new RequestContext(this, options);
  }

  /** What a job works with. It answers nobody, so what it changes is not gathered, however much that is. */
  jobContext(): RequestContext {
    return new RequestContext(this, { viewer: system, traceparent: newTraceparent() }, new UnreportedChanges());
  }

  startJobs(): void {
    this.#jobs = runJobs(
      [...this.manifest.jobs, housekeeping(this.database)],
      () => this.jobContext(),
      (...run) => this.figures.jobRan(...run),
    );
  }

  /** Answers a graph request. The options say who asks, as its signature proved. */
  execute(request: GraphRequest, options: ContextOptions): Promise<GraphResult> {
    return runSpan(options.traceparent, this.#spanOf(`graph ${request.operationName ?? ''}`.trim()), (traceparent) =>
      this.graph.execute(request, this.context({ ...options, traceparent })).then((result) => {
        for (const { extensions } of result.errors ?? []) this.figures.refused('graph', String(extensions?.['code']));
        return result;
      }),
    );
  }

  subscribe(request: GraphRequest, options: ContextOptions): Promise<AsyncIterable<GraphResult> | GraphResult> {
    return runTraced(options.traceparent, () => this.graph.subscribe(request, () => this.context(options)));
  }

  /** Answers a command. What is not among the contract's refusals is an error of ours, and tells the caller nothing. */
  async answer(name: string, input: unknown, key: string | undefined, options: ContextOptions): Promise<CommandReply> {
    const handler = this.#commands.find((candidate) => candidate.contract.name === name);
    if (!handler) throw notFound(`command ${name}`);
    return runSpan(options.traceparent, this.#spanOf(`command ${name}`), (traceparent) =>
      this.#answer(handler, input, key, this.context({ ...options, traceparent })),
    );
  }

  async #answer(handler: CommandHandler, input: unknown, key: string | undefined, context: RequestContext): Promise<CommandReply> {
    const withChanges = <R extends object>(reply: R) => (context.changes.report ? { ...reply, changed: context.changes.report } : reply);
    try {
      const answer = await handler.answer(context, input, key);
      return withChanges({ answer: handler.contract.output.parse(answer) });
    } catch (error) {
      if (error instanceof RequestReplayed) throw error;
      const refusable: readonly ErrorCode[] = [
        ...handler.contract.errors,
        'IDEMPOTENCY_CONFLICT',
        'BAD_USER_INPUT',
        'NOT_FOUND',
        'FORBIDDEN',
        'SERVICE_UNAVAILABLE',
      ];
      if (error instanceof DomainError && refusable.includes(error.code)) {
        this.figures.refused('command', error.code);
        return withChanges({ refusal: { code: error.code, message: error.message, details: { ...error.details } } });
      }
      this.log.error({ err: error, command: handler.contract.name, traceId: traceIdOf(context.traceparent) }, 'a command failed');
      throw error;
    }
  }

  async route(request: RouteRequest, viewer: Viewer, traceparent: string): Promise<RouteResponse> {
    const match = matchRoute(this.manifest.routes, request.method, request.path);
    if (!match) return { status: 404 };
    const answer = await runSpan(traceparent, this.#spanOf(`route ${match.route.path}`), (within) =>
      match.route.handle(this.context({ viewer, traceparent: within }), request, match.parameter),
    );
    crashPoint(`routed:${match.route.path}`);
    return answer;
  }

  #spanOf(name: string): SpanStart {
    return { service: this.name, name, kind: 'server' };
  }

  async stopJobs(): Promise<void> {
    await this.#jobs?.stop();
    this.#jobs = undefined;
  }

  async close(): Promise<void> {
    this.figures.end();
    await this.stopJobs();
    await this.database.close();
  }
}

function sagaTablesOf({ name, entities, sagas }: Manifest, { orm }: Database): string[] {
  const rows = entities.filter(({ prototype }) => prototype instanceof SagaRow);
  const tables = rows.map((entity) => orm.getMetadata().get(entity as never).tableName);
  const hidden = tables.find((table) => !sagas.some((saga) => saga.table === table));
  if (hidden) throw new Error(`${name} has ${hidden} and no saga of it: no operator would see how far one is`);
  return tables;
}
