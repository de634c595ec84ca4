import { tagOf } from './tags.ts';

/** The name of a touch that concerns all that is kept. */
export const EVERYTHING = '*';

/** What changed: an object, or what a field of one holds. The id of a root is anything. */
export interface Touch {
  /** The subgraph whose data changed; any, where it is not named. */
  readonly subgraph?: string;
  /** `Product`, or `Seller.products` for a collection. */
  readonly name: string;
  readonly id: string;
}

/** A touch in the terms of what is kept. */
export interface SoughtTouch {
  readonly subgraph: string | undefined;
  readonly tags: readonly string[];
  /** Only what asked for one of these fields; undefined for anything that tells of the object. */
  readonly coordinates: readonly string[] | undefined;
}

/** What touches are compared with. */
export interface Touchable {
  readonly services: ReadonlySet<string>;
  readonly coordinates: ReadonlySet<string>;
}

/** `namesOf` answers the names under which an object of a type may stand in an answer. */
export function seek({ subgraph, name, id }: Touch, namesOf: (type: string) => readonly string[]): SoughtTouch {
  const [type, field] = name.split('.') as [string, string | undefined];
  const names = [...new Set([type, ...namesOf(type)])];
  return {
    subgraph,
    tags: names.flatMap((each) => [each, tagOf(each, id)]),
    coordinates: field === undefined ? undefined : names.map((each) => `${each}.${field}`),
  };
}

/** Whether what has one of the tags is touched. */
export function concerns({ subgraph, coordinates }: SoughtTouch, answer: Touchable): boolean {
  if (subgraph !== undefined && !answer.services.has(subgraph)) return false;
  return coordinates === undefined || coordinates.some((each) => answer.coordinates.has(each));
}

export function touches(touch: SoughtTouch, answer: Touchable, hasTag: (tag: string) => boolean): boolean {
  return touch.tags[0] === EVERYTHING || (concerns(touch, answer) && touch.tags.some(hasTag));
}
