import type { EntityGroup } from './group-entities.ts';

/** A subgraph is asked about at most so many entities in one call; Stoa's own subgraphs refuse more. */
export const MAX_REPRESENTATIONS = 1_000;

/** Parts what is asked of one subgraph into calls that are not too large: one, nearly always. */
export function boundedCalls(groups: readonly EntityGroup[], max: number): readonly (readonly EntityGroup[])[] {
  if (groups.reduce((total, { representations }) => total + representations.length, 0) <= max) return [groups];
  return groups.flatMap((group) => {
    const parts: EntityGroup[][] = [];
    for (let start = 0; start < group.representations.length; start += max) {
      const end = start + max;
      parts.push([{ ...group, representations: group.representations.slice(start, end), targets: group.targets.slice(start, end) }]);
    }
    return parts;
  });
}
