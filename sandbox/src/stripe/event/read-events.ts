import { missing } from '../api-error.ts';
import type { ReadCall } from '../call.ts';
import { renderList, takePage } from '../page.ts';

/** `GET /v1/events/:id`. */
export async function retrieveEvent({ id, parameters, state, books }: ReadCall): Promise<object> {
  parameters.refuseOthers();
  const entry = state.events.get(id);
  if (!entry) throw missing('event', id, 'id');
  return books.event(entry);
}

/** `GET /v1/events`, newest first, by type (with `*` at its end, as `charge.*`), types and creation. */
export async function listEvents({ parameters, state, books }: ReadCall): Promise<object> {
  const type = parameters.text('type');
  const types = parameters.texts('types');
  const patterns = type === undefined ? types : [type];
  const fits = (name: string) => patterns.length === 0 || patterns.some((pattern) => matches(pattern, name));
  const { items, hasMore } = takePage(state.events, 'event', parameters, (entry) => fits(entry.type));
  parameters.refuseOthers();
  const data = await Promise.all(items.map((entry) => books.event(entry)));
  return renderList('/v1/events', data, hasMore);
}

function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
