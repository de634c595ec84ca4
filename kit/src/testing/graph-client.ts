import type { Viewer } from '../auth/index.ts';
import type { GraphRequest, GraphResult } from '../graphql/index.ts';
import { newTraceparent } from '../observability/index.ts';
import type { Domain } from '../subgraph/index.ts';

/** What the graph refused: the first error's code and details, where `expect(...).rejects.toMatchObject` can look. */
export class GraphRefused extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(readonly result: GraphResult) {
    const { message, extensions } = result.errors![0]!;
    super(message);
    const { code, ...details } = extensions as Record<string, unknown>;
    this.code = String(code);
    this.details = details;
  }
}

/** A subscription that a test follows. */
export interface Watched<T> {
  next(): Promise<T>;
  end(): Promise<void>;
}

/** Runs operations on one subgraph as one viewer, just as the subgraph's server would. */
export class GraphClient {
  constructor(
    private readonly domain: Domain,
    private readonly viewer: Viewer,
    private readonly userAgent: string | null = null,
  ) {}

  /** The whole answer, errors and all. */
  request(query: string, variables: Record<string, unknown> = {}): Promise<GraphResult> {
    return this.domain.execute({ query, variables }, this.#options());
  }

  /** The data; any error at all is thrown. */
  async query<T extends object = Record<string, unknown>>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const result = await this.request(query, variables);
    if (result.errors?.length) throw new GraphRefused(result);
    // A copy, since graphql-js makes objects without a prototype, which no comparison expects.
    return JSON.parse(JSON.stringify(result.data)) as T;
  }

  /** Starts a subscription; a refusal is thrown. */
  async watch<T extends object = Record<string, unknown>>(query: string, variables: Record<string, unknown> = {}): Promise<Watched<T>> {
    const request: GraphRequest = { query, variables };
    const source = await this.domain.subscribe(request, this.#options());
    if (!(Symbol.asyncIterator in source)) throw new GraphRefused(source);
    const results = source[Symbol.asyncIterator]();
    return {
      next: async () => {
        const { value, done } = await results.next();
        if (done) throw new Error('the subscription has ended');
        if (value.errors?.length) throw new GraphRefused(value);
        return JSON.parse(JSON.stringify(value.data)) as T;
      },
      end: async () => void (await results.return?.()),
    };
  }

  #options() {
    return { viewer: this.viewer, traceparent: newTraceparent(), userAgent: this.userAgent };
  }
}
