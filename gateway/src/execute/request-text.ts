import { LruMap } from '../lru-map.ts';
import type { SubgraphRequest } from '../transport/subgraph-transport.ts';
import type { FetchStep } from './compile-plan.ts';
import type { Variables } from './conditions.ts';
import type { EntityGroup } from './group-entities.ts';
import { mergeEntityQueries, variableName } from './merge-queries.ts';

/** The text of a request up to its variables. */
export function requestHead(query: string, operationName: string | undefined): string {
  const name = operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`;
  return `{"query":${JSON.stringify(query)},${name}"variables":{`;
}

/** Of the client's variables those that a fetch uses. */
export function usedVariables(names: Iterable<string>, variables: Variables): Record<string, unknown> {
  const used: Record<string, unknown> = {};
  for (const name of names) if (variables[name] !== undefined) used[name] = variables[name];
  return used;
}

/** A request at a root, of which only the variables differ from one time to the next. */
export function rootRequest(step: FetchStep, variables: Variables): SubgraphRequest {
  const { query, operationName, operationKind, head } = step;
  const used = usedVariables(step.variableNames, variables);
  return {
    query,
    operationName,
    operationKind,
    variables: used,
    get body() {
      return `${head}${JSON.stringify(used).slice(1)}}`;
    },
  };
}

interface EntityOperation {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly head: string;
  readonly variableNames: readonly string[];
}

/** Merged operations by the steps they were made of. A plan makes few combinations. */
const merged = new LruMap<string, EntityOperation>(2_000);

function operationOf(groups: readonly EntityGroup[]): EntityOperation {
  if (groups.length === 1) return groups[0]!.step;
  const key = groups.map(({ step }) => step.id).join();
  let operation = merged.get(key);
  if (!operation) {
    const query = mergeEntityQueries(groups.map(({ step }) => ({ query: step.query, ownVariables: step.context?.variables })));
    const variableNames = [...new Set(groups.flatMap(({ step }) => step.variableNames))];
    merged.set(key, (operation = { query, operationName: undefined, head: requestHead(query, undefined), variableNames }));
  }
  return operation;
}

/** One request for the entities of all groups. Its text is put together from the texts of the representations. */
export function entityRequest(groups: readonly EntityGroup[], variables: Variables): SubgraphRequest {
  const { query, operationName, head, variableNames } = operationOf(groups);
  const nameOf = (index: number, name = 'representations'): string => (groups.length === 1 ? name : variableName(name, index));
  const used = usedVariables(variableNames, variables);
  let hasOthers = variableNames.length > 0;
  for (const [index, { context }] of groups.entries()) {
    if (!context) continue;
    hasOthers = true;
    for (const name of Object.keys(context)) used[nameOf(index, name)] = context[name];
  }
  return {
    query,
    operationName,
    operationKind: 'query',
    get body() {
      const lists = groups.map(({ representations }, index) => `"${nameOf(index)}":[${representations.join()}]`).join();
      const others = !hasOthers
        ? '}'
        : JSON.stringify(used)
            .slice(1)
            .replace(/^(?!\})/, ',');
      return `${head}${lists}${others}}`;
    },
    get variables() {
      const lists = groups.map(({ representations }, index) => [nameOf(index), JSON.parse(`[${representations.join()}]`) as unknown]);
      return { ...used, ...(Object.fromEntries(lists) as Record<string, unknown>) };
    },
  };
}
