import { parse, validate } from 'graphql';
import { CompositionFailed } from '../../compose.ts';
import { type Difference, TwoGraphs } from './compare.ts';
import { Random } from './random.ts';
import { GraphWriter } from './random-graph.ts';
import { OperationWriter } from './random-operation.ts';
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
  /** Called for each difference; the search goes on with another graph. */
  readonly onFound: (found: Found) => void | Promise<void>;
}

/** Compares random operations over random graphs. Answers over how many graphs it went. */
export async function search({ firstSeed, cases, onFound }: SearchOptions): Promise<{ graphs: number; compared: number }> {
  let graphs = 0;
  let compared = 0;
  for (let seed = firstSeed; compared < cases; seed++) {
    const random = new Random(seed);
    const sdls = new GraphWriter(random).write();
    const two = composed(sdls);
    if (!two) continue;
    graphs++;
    for (let index = 0; index < OPERATIONS_PER_GRAPH && compared < cases; index++) {
      const operation = new OperationWriter(two.supergraph.apiSchema, random).write();
      if (validate(two.supergraph.apiSchema, parse(operation.query)).length > 0) continue;
      compared++;
      const difference = await two.compare(operation);
      if (!difference) continue;
      await onFound({ seed, case: { sdls, ...operation }, difference });
      break;
    }
  }
  return { graphs, compared };
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

function composed(sdls: Readonly<Record<string, string>>): TwoGraphs | undefined {
  try {
    return new TwoGraphs(sdls);
  } catch (error) {
    if (error instanceof CompositionFailed) return undefined;
    throw error;
  }
}
