import { composeServices } from '@apollo/composition';
import type { ServiceDefinition } from '@apollo/federation-internals';
import { parse } from 'graphql';

export interface SubgraphSdl {
  readonly name: string;
  readonly sdl: string;
  /** Where the subgraph answers; stands in the supergraph as the default. */
  readonly url: string;
}

export interface Composed {
  readonly supergraphSdl: string;
  /** What composes, but probably was not meant. */
  readonly hints: readonly string[];
}

/** The subgraphs do not fit together; the message says why, one line for each reason. */
export class CompositionFailed extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(`the subgraphs do not compose:\n${reasons.map((reason) => `- ${reason}`).join('\n')}`);
  }
}

/** Makes one supergraph of subgraphs. */
export function compose(subgraphs: readonly SubgraphSdl[]): Composed {
  const services: ServiceDefinition[] = subgraphs.map(({ name, sdl, url }) => {
    try {
      return { name, url, typeDefs: parse(sdl) };
    } catch (error) {
      throw new CompositionFailed([`[${name}] ${error instanceof Error ? error.message : String(error)}`]);
    }
  });
  const { errors, supergraphSdl, hints } = composeServices(services);
  if (errors || !supergraphSdl) throw new CompositionFailed((errors ?? []).map((error) => error.message));
  return { supergraphSdl, hints: (hints ?? []).map((hint) => hint.toString()) };
}
