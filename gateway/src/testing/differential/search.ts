import { parse, validate } from 'graphql';
import { CompositionFailed } from '../../compose.ts';
import { type Difference, TwoGraphs } from './compare.ts';
import { Random } from './random.ts';
import { GraphWriter } from './random-graph.ts';
import { OperationWriter, type RandomOperation } from './random-operation.ts';
import type { Case } from './shrink.ts';

/** So many operations are written for each graph; about half of them are valid. */
const OPERATIONS_PER_GRAPH = 40;

export interface Found {
  readonly seed: number;
  readonly case: Case;
  readonly difference: Difference;
}

export interface SearchOptions {
  readonly firstSeed: number;
  /** So many operations are compared. */
  readonly cases: number;
  /** With a cache, from which part of each answer is taken. */
  readonly keeps?: boolean;
  /** Called for each difference; the search goes on with another graph. */
  readonly onFound: (found: Found) => void | Promise<void>;
  /** Compares in another way than the gateway's answer with one schema's. */
  readonly compare?: (two: TwoGraphs, operation: RandomOperation) => Promise<Difference | undefined>;
}

/** Over how many graphs a search went, and how often something was taken from a cache. */
export interface Searched {
  readonly graphs: number;
  readonly compared: number;
  readonly hits: number;
}

/** Compares random operations over random graphs. */
export async function search({ firstSeed, cases, keeps = false, onFound, compare }: SearchOptions): Promise<Searched> {
  let graphs = 0;
  let compared = 0;
  let hits = 0;
  for (let seed = firstSeed; compared < cases; seed++) {
    const random = new Random(seed);
    const sdls = new GraphWriter(random).write();
    const two = composed(sdls, keeps);
    if (!two) continue;
    graphs++;
    for (let index = 0; index < OPERATIONS_PER_GRAPH && compared < cases; index++) {
      const operation = new OperationWriter(two.supergraph.apiSchema, random).write();
      if (validate(two.supergraph.apiSchema, parse(operation.query)).length > 0) continue;
      compared++;
      const difference = await (compare ? compare(two, operation) : two.compare(operation));
      if (!difference) continue;
      await onFound({ seed, case: { sdls, ...operation }, difference });
      break;
    }
    hits += two.hits;
  }
  return { graphs, compared, hits };
}

/** How a case differs; undefined when it does not, or is no case. */
export async function tryCase({ sdls, query, variables, grants }: Case): Promise<Difference | undefined> {
  try {
    const two = composed(sdls);
    if (!two || validate(two.supergraph.apiSchema, parse(query)).length > 0) return undefined;
    return await two.compare({ query, variables: { ...variables }, grants });
  } catch {
    return undefined;
  }
}

function composed(sdls: Readonly<Record<string, string>>, keeps = false): TwoGraphs | undefined {
  try {
    return new TwoGraphs(sdls, keeps);
  } catch (error) {
    if (error instanceof CompositionFailed) return undefined;
    throw error;
  }
}
