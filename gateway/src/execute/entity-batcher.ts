import { LruMap } from '../lru-map.ts';
import type { SubgraphRequest, SubgraphResult } from '../transport/subgraph-transport.ts';
import { type DataRecord, isRecord } from './data.ts';
import { entitiesName, mergeEntityQueries, representationsName } from './merge-queries.ts';

type Call = (service: string, request: SubgraphRequest) => Promise<SubgraphResult>;

interface Waiting {
  readonly request: SubgraphRequest;
  readonly resolve: (result: SubgraphResult | PromiseLike<SubgraphResult>) => void;
  readonly reject: (reason: unknown) => void;
}

/** Merged operations by the texts they were made of. A plan makes few combinations. */
const merged = new LruMap<string, string>(2_000);

/** Sends the calls for entities that become due at the same moment to the same subgraph as one. */
export class EntityBatcher {
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(readonly call: Call) {}

  send(service: string, request: SubgraphRequest): Promise<SubgraphResult> {
    return new Promise((resolve, reject) => {
      const batch = this.#waiting.get(service);
      if (batch) {
        batch.push({ request, resolve, reject });
        return;
      }
      this.#waiting.set(service, [{ request, resolve, reject }]);
      // After all that follows from the last answers has run, which is when every call due now has been made.
      process.nextTick(() => this.#flush(service));
    });
  }

  #flush(service: string): void {
    const batch = this.#waiting.get(service) ?? [];
    this.#waiting.delete(service);
    if (batch.length === 1) {
      const [{ request, resolve }] = batch as [Waiting];
      resolve(this.call(service, request));
    } else {
      void this.#sendTogether(service, batch);
    }
  }

  async #sendTogether(service: string, batch: readonly Waiting[]): Promise<void> {
    const queries = batch.map(({ request }) => request.query);
    const key = queries.join('\n');
    let query = merged.get(key);
    if (!query) merged.set(key, (query = mergeEntityQueries(queries)));
    const variables: Record<string, unknown> = {};
    for (const [index, { request }] of batch.entries()) {
      const { representations, ...others } = request.variables;
      Object.assign(variables, others);
      variables[representationsName(index)] = representations;
    }
    try {
      const result = await this.call(service, { query, variables, operationName: undefined, operationKind: 'query' });
      const { data } = result;
      for (const [index, { request, resolve }] of batch.entries()) {
        // One that fails as a whole takes the others with it, since a list of entities may not be null; alone, they may succeed.
        resolve(isRecord(data) ? partOf(result, data, index) : this.call(service, request));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

function partOf(result: SubgraphResult, data: DataRecord, index: number): SubgraphResult {
  const name = entitiesName(index);
  const errors = result.errors
    ?.filter(({ path }) => path?.[0] === name || (!path && index === 0))
    .map(({ message, extensions, path }) => ({ message, extensions, path: path && ['_entities', ...path.slice(1)] }));
  return { data: { _entities: data[name] }, errors };
}
