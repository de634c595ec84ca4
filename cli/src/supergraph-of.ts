import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compose } from '@stoa/gateway/compose';
import { buildSchema } from '@stoa/kit/graphql';
import type { Manifest } from '@stoa/kit/subgraph';
import { root } from './workspace.ts';

/** The port of a subgraph that runs alone. */
export const FIRST_PORT = 4_001;

/** Where a subgraph answers, as it stands in the supergraph: the names and the port of the containers. */
export const defaultUrlOf = (name: string): string => `http://${name}:${FIRST_PORT}`;

/** What composition reads of a subgraph. */
export const describeSubgraph = (manifest: Manifest) => ({
  name: manifest.name,
  sdl: buildSchema(manifest).sdl,
  url: `${defaultUrlOf(manifest.name)}/graphql`,
});

/** The committed supergraph where it is what the code says; otherwise one composed now, so that a stale file is never served. */
export function supergraphOf(manifests: readonly Manifest[]): string {
  const subgraphs = manifests.map(describeSubgraph);
  const committed = readOr(join(root, 'schema', 'supergraph.graphql'));
  const isCurrent = subgraphs.every(({ name, sdl }) => readOr(join(root, 'schema', 'subgraphs', `${name}.graphql`)) === sdl);
  const isWhole = committed !== null && [...committed.matchAll(/@join__graph\(name: "([^"]+)"/g)].length === subgraphs.length;
  return isCurrent && isWhole ? committed : compose(subgraphs).supergraphSdl;
}

/** A file's text, or null where there is none. */
export function readOr(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
