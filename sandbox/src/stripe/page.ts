import type { Shelf } from '../journal/shelf.ts';
import { invalidRequest, missing } from './api-error.ts';
import type { Parameters, TimeRange } from './parameters.ts';

const DEFAULT_LIMIT = 10;
const LIMIT = 100;

/** One page of a list, newest first, with the cursor parameters that Stripe's lists share. */
export interface Page<Item> {
  items: Item[];
  hasMore: boolean;
}

/** Reads `limit`, `created`, `starting_after` and `ending_before` and takes the page that they ask for. */
export function takePage<Item extends { id: string; createdAt: number }>(
  shelf: Shelf<Item>,
  kind: string,
  parameters: Parameters,
  fits: (item: Item) => boolean = () => true,
): Page<Item> {
  const limit = parameters.positiveInteger('limit') ?? DEFAULT_LIMIT;
  if (limit > LIMIT) {
    throw invalidRequest(`This value must be less than or equal to ${LIMIT} (it currently is '${limit}').`, { param: 'limit' });
  }
  const created = parameters.timeRange('created');
  const after = placeOf(shelf, kind, parameters, 'starting_after');
  const before = placeOf(shelf, kind, parameters, 'ending_before');
  const isWanted = (item: Item) => isWithin(created, item.createdAt) && fits(item);
  // One item more than the page holds tells whether there are more.
  if (before === undefined) {
    const items = collect(shelf, (after ?? shelf.size) - 1, -1, limit + 1, isWanted);
    return { items: items.slice(0, limit), hasMore: items.length > limit };
  }
  const items = collect(shelf, before + 1, 1, limit + 1, isWanted);
  return { items: items.slice(0, limit).reverse(), hasMore: items.length > limit };
}

/** The list object of Stripe's API. */
export function renderList(url: string, data: readonly object[], hasMore: boolean): object {
  return { object: 'list', data, has_more: hasMore, url };
}

function placeOf(shelf: Shelf<{ id: string }>, kind: string, parameters: Parameters, name: string): number | undefined {
  const id = parameters.text(name);
  if (id === undefined) return undefined;
  const place = shelf.place(id);
  if (place === undefined) throw missing(kind, id, name, 400);
  return place;
}

function collect<Item extends { id: string }>(
  shelf: Shelf<Item>,
  start: number,
  step: 1 | -1,
  limit: number,
  isWanted: (item: Item) => boolean,
): Item[] {
  const items: Item[] = [];
  for (let place = start; items.length < limit; place += step) {
    const item = shelf.at(place);
    if (!item) break;
    if (isWanted(item)) items.push(item);
  }
  return items;
}

function isWithin({ from, to }: TimeRange, seconds: number): boolean {
  return from <= seconds && seconds <= to;
}
