import { TwoGraphs } from './compare.ts';
import type { Case } from './shrink.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@shareable", "@requires", "@external", "@provides", "@override", "@interfaceObject", "@context", "@fromContext", "@authenticated", "@requiresScopes", "@policy"])\n';

/** Throws when the gateway answers a case differently from one schema that holds everything. The link to federation is added. */
export async function expectAlike({ sdls, query, variables, grants = [] }: Pick<Case, 'sdls' | 'query'> & Partial<Case>): Promise<void> {
  const linked = Object.fromEntries(Object.entries(sdls).map(([name, sdl]) => [name, LINK + sdl]));
  const difference = await new TwoGraphs(linked).compare({ query, variables: { ...variables }, grants });
  if (difference) throw new Error(`${difference.kind}\nthrough the gateway: ${difference.federated}\nby one schema: ${difference.single}`);
}
