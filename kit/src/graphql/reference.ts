import type { FieldRule, RowRule } from '../policy/index.ts';
import type { DomainContext } from '../use-case/context.ts';
import { isEntityId } from './entity-id.ts';
import { type Loader, loader } from './loader.ts';

type Class<T> = abstract new (...args: never[]) => T;

/** How this subgraph answers for an entity that another subgraph's answer pointed at: by key, batched, policy first. */
export interface Reference {
  readonly type: Class<object>;
  resolve(context: DomainContext, key: { id: string }): Promise<object | null>;
}

/**
 * An entity of this domain: fetched in one statement per batch; a row that the viewer may not read is null. Where the row does not say
 * who may read it, the rule may ask the context.
 */
export function reference<T extends { id: string }>(
  type: Class<T>,
  read: RowRule<T> | FieldRule | 'everyone',
  fetch: (context: DomainContext, ids: readonly string[]) => Promise<readonly T[]>,
): Reference & { loader: Loader<string, T> } {
  const byId = loader<string, T>(async (context, ids) => {
    const possible = ids.filter(isEntityId);
    return new Map(possible.length > 0 ? (await fetch(context, possible)).map((row) => [row.id, row]) : []);
  });
  return {
    type,
    loader: byId,
    resolve: async (context, { id }) => {
      const row = await context.load(byId, String(id));
      return row && (read === 'everyone' || (await read(context.viewer, row, context))) ? row : null;
    },
  };
}

/** An entity of another domain, of which this one only adds fields: nothing is fetched, and each field has a rule of its own. */
export function extension<T extends { id: string }>(type: new () => T): Reference {
  return { type, resolve: async (_context, { id }) => (isEntityId(id) ? Object.assign(new type(), { id }) : null) };
}
