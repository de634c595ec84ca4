import type { SubgraphResult } from '../transport/subgraph-transport.ts';

/** What a subgraph can say of one answer against the hints of its schema. It can say nothing for keeping what they forbid. */
const FORBIDDING = /\b(no-store|no-cache|private|max-age=0)\b/i;

/** An answer with errors may be incomplete, and is asked for again. */
export const mayBeKept = ({ errors, cacheControl }: SubgraphResult): boolean => !errors?.length && !FORBIDDING.test(cacheControl?.() ?? '');
