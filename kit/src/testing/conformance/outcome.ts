import type { Viewer } from '../../auth/index.ts';
import type { GraphResult } from '../../graphql/index.ts';
import { newTraceparent } from '../../observability/index.ts';
import type { TestSubgraph } from '../test-subgraph.ts';

/** What an operation comes to. Of a subscription that is granted only the fact is told, since its events depend on what happens. */
export async function outcomeOf(
  subgraph: TestSubgraph,
  viewer: Viewer,
  query: string,
  variables: Record<string, unknown>,
): Promise<GraphResult> {
  if (!query.startsWith('subscription')) return subgraph.as(viewer).request(query, variables);
  const source = await subgraph.domain.subscribe({ query, variables }, { viewer, traceparent: newTraceparent() });
  if (!(Symbol.asyncIterator in source)) return source;
  await source[Symbol.asyncIterator]().return?.();
  return { data: { subscribed: true } };
}

/** An answer as text in which one id does not show, so that answers about two ids can be compared. */
export function answerText(result: GraphResult, id: string): string {
  const errors = result.errors?.map(({ message, path, extensions }) => ({ message, path, extensions }));
  return JSON.stringify({ data: result.data ?? null, errors }).replaceAll(id, '‹id›');
}
