import { DomainError } from '@stoa/kit/errors';
import { type Connection, type PageArgs, readPage, toConnection } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';

/** A list whose rows lie in the databases of many domains. */
export interface Everywhere<Row, Shown> {
  /** Whose rows are wanted. */
  readonly domains: readonly string[];
  readonly direction: 'first to last' | 'last to first';
  /** What the list goes by, of the same length for each row: texts that sort as what they say does. No two rows have the same. */
  readonly keyOf: (row: Row, domain: string) => readonly string[];
  /** How many texts those are, and which a cursor may hold. */
  readonly width: number;
  fits(key: readonly string[]): boolean;
  /** Asks one domain for its next rows, from the key's row on, and how many it has in all. */
  ask(domain: string, from: readonly string[] | null, limit: number): Promise<{ rows: readonly Row[]; total: number }>;
  readonly show: (row: Row, domain: string) => Shown;
}

/** A page of such a list, with the domains that gave no answer: what theirs is, it does not show. */
export interface PageOfAll<Shown> extends Connection<Shown> {
  readonly unanswered: readonly string[];
}

/** No operator waits long for the one domain that is gone, which is named instead. */
export const PATIENCE = { timeoutMs: 3_000 } as const;

/** More than the page: the row that it begins behind, which each domain gives again, and the one that says that there is more. */
const MORE = 2;

/** Asks all of these domains at once, and puts one page together from what they answer. */
export async function listEverywhere<Row, Shown>(list: Everywhere<Row, Shown>, args: PageArgs): Promise<PageOfAll<Shown>> {
  const page = readPage(args, list.width, (key) => list.fits(key));
  const replies = await Promise.all(
    list.domains.map(async (domain) => {
      const answer = await unlessSilent(list.ask(domain, page.after, page.first + MORE));
      return { domain, answer };
    }),
  );
  const sign = list.direction === 'first to last' ? 1 : -1;
  const found = replies
    .flatMap(({ domain, answer }) => (answer?.rows ?? []).map((row) => ({ key: list.keyOf(row, domain), row, domain })))
    .filter(({ key }) => page.after === null || sign * compare(key, page.after) > 0)
    .toSorted((one, other) => sign * compare(one.key, other.key))
    .slice(0, page.first + 1)
    .map(({ key, row, domain }) => ({ key, shown: list.show(row, domain) }));
  const keys = new Map(found.map(({ key, shown }) => [shown, key]));
  const connection = toConnection(
    found.map(({ shown }) => shown),
    page,
    (shown) => keys.get(shown)!,
    async () => replies.reduce((sum, { answer }) => sum + (answer?.total ?? 0), 0),
  );
  return { ...connection, unanswered: replies.filter(({ answer }) => answer === null).map(({ domain }) => domain) };
}

/** Null where the domain gives no answer. */
function unlessSilent<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'SERVICE_UNAVAILABLE') return null;
    throw error;
  });
}

/** By the first text that differs. */
function compare(one: readonly string[], other: readonly string[]): number {
  const place = one.findIndex((text, index) => text !== other[index]);
  if (place < 0) return 0;
  return one[place]! < other[place]! ? -1 : 1;
}

/** The domains that a filter names: that one, none where there is no such domain, or all. */
export const domainsNamed = ({ domains }: DomainContext, domain: string | null | undefined): readonly string[] =>
  domain == null ? domains : domains.filter((each) => each === domain);
