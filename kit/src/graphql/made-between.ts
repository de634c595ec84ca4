import { firstIdAt } from '../persistence/index.ts';

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
