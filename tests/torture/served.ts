import { loadManifests, subgraphNames } from '../../cli/src/workspace.ts';

/** The subgraphs that a marketplace has processes and databases of. One that is still being written is none of them. */
export const servedSubgraphs: readonly string[] = (await loadManifests(subgraphNames())).map(({ name }) => name);
