/**
 * The page that a browser goes back to: the one that was asked for if it is one of ours, the first of ours if none was asked for, and
 * null otherwise. A page is its origin and path, letter by letter, so that nobody can be sent elsewhere from here.
 */
export function returnPage(asked: string | null, pages: readonly string[]): string | null {
  if (asked === null) return pages[0] ?? null;
  return pages.find((page) => page === asked) ?? null;
}

/** What a page is told stands behind a `#`: no server on the way, and no page that is linked from there, gets it. */
export const telling = (page: string, facts: Readonly<Record<string, string>>): string =>
  `${page}#${new URLSearchParams(facts).toString()}`;
