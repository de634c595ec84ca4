import { ArgsType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { badInput } from '../errors/index.ts';
import type { EntityManager, FilterQuery } from '../persistence/index.ts';
import { isEntityId } from './entity-id.ts';
import { MAX_PAGE_SIZE } from './page-size.ts';

type Class<T extends object> = abstract new (...args: never[]) => T;

@Directive('@shareable')
@ObjectType('PageInfo')
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;

  @Field(() => Boolean)
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

/** `first` and `after` as every list takes them. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20 })
  first!: number;

  @Field(() => String, { nullable: true })
  after?: string | null;
}

/** A page of a list: what every connection class holds. */
export interface Connection<T> {
  nodes: T[];
  edges: { cursor: string; node: T }[];
  pageInfo: PageInfo;
  totalCount: number | (() => Promise<number>);
}

const connectionClasses = new Map<string, Class<Connection<object>>>();

/** The `<Name>Connection` type of a class, made once. */
export function connectionOf<T extends object>(node: Class<T>, name: string): Class<Connection<T>> {
  const known = connectionClasses.get(`${name} ${node.name}`);
  if (known) return known as unknown as Class<Connection<T>>;

  @ObjectType(`${name}Edge`)
  class Edge {
    @Field(() => String)
    cursor!: string;

    @Field(() => node as never)
    node!: T;
  }

  @ObjectType(`${name}Connection`)
  class ConnectionType implements Connection<T> {
    @Field(() => [node as never])
    nodes!: T[];

    @Field(() => [Edge])
    edges!: Edge[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    @Field(() => Int)
    totalCount!: number | (() => Promise<number>);
  }
  connectionClasses.set(`${name} ${node.name}`, ConnectionType as unknown as Class<Connection<object>>);
  return ConnectionType as unknown as Class<Connection<T>>;
}

/**
 * Checks `first` and decodes `after` into the values that the last row of the page before was sorted by. Cursors come from clients,
 * so `fits` says which values the list's columns can be compared with.
 */
export function readPage(
  page: PageArgs,
  width: number,
  fits: (values: readonly string[]) => boolean = () => true,
): { first: number; after: readonly string[] | null } {
  if (!Number.isInteger(page.first) || page.first < 1 || page.first > MAX_PAGE_SIZE)
    throw badInput(`first must be from 1 to ${MAX_PAGE_SIZE}`, 'first');
  if (page.after === null || page.after === undefined) return { first: page.first, after: null };
  try {
    const values = JSON.parse(Buffer.from(page.after, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(values) && values.length === width && values.every((value) => typeof value === 'string') && fits(values))
      return { first: page.first, after: values };
  } catch {
    // What is no JSON is no cursor of ours either: the answer below covers both.
  }
  throw badInput('after is not a cursor of this list', 'after');
}

const encode = (values: readonly string[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

/** Makes a page of rows that were read with `first + 1` as the limit. */
export function toConnection<T>(
  rows: readonly T[],
  page: { first: number; after: readonly string[] | null },
  cursorOf: (row: T) => readonly string[],
  totalCount: () => Promise<number>,
): Connection<T> {
  const nodes = rows.slice(0, page.first);
  const edges = nodes.map((node) => ({ cursor: encode(cursorOf(node)), node }));
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

/** A page of entities, the newest first: UUIDv7 ids sort by the time they were made. */
export async function newestFirst<T extends { id: string }>(
  em: EntityManager,
  type: new (...args: never[]) => T,
  where: FilterQuery<NoInfer<T>>,
  args: PageArgs,
): Promise<Connection<T>> {
  const page = readPage(args, 1, ([id]) => isEntityId(id));
  const beyond = page.after ? { $and: [where, { id: { $lt: page.after[0] } }] } : where;
  const rows = await em.find(type, beyond as FilterQuery<T>, { orderBy: { id: 'desc' } as never, limit: page.first + 1 });
  return toConnection(
    rows as T[],
    page,
    (row) => [row.id],
    () => em.count(type, where as never),
  );
}
