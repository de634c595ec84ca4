const LAST_MS = 2 ** 48 - 1;

/** The least id that can have been made at a moment: UUIDv7 ids begin with their time in milliseconds. */
function firstIdAt(moment: Date): string {
  const hex = Math.min(Math.max(moment.getTime(), 0), LAST_MS).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** A moment and another, which is not in it; null and nothing leave that side open. */
export interface Span {
  readonly from?: Date | null | undefined;
  readonly to?: Date | null | undefined;
}

/**
 * The condition for rows whose ids were made in this span. Lists go by the id, so a page of any month is found by the same index as the
 * newest, which an index of another column could not do.
 */
export const madeBetween = ({ from, to }: Span): { id?: { $gte?: string; $lt?: string } } =>
  from || to ? { id: { ...(from && { $gte: firstIdAt(from) }), ...(to && { $lt: firstIdAt(to) }) } } : {};
