import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '@stoa/kit/subgraph';

/** The folder that holds the whole project. */
export const root = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(from: string): string {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) if (existsSync(join(folder, 'subgraphs'))) return folder;
  throw new Error('the project folder is not to be found from here');
}

/** The subgraphs there are: one folder each, with no list to forget to extend. */
export const subgraphNames = (): string[] =>
  readdirSync(join(root, 'subgraphs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'subgraphs', entry.name, 'package.json')))
    .map((entry) => entry.name)
    .sort();

export async function loadManifest(name: string): Promise<Manifest> {
  const { name: packageName } = JSON.parse(readFileSync(join(root, 'subgraphs', name, 'package.json'), 'utf8')) as { name: string };
  const module = (await import(packageName)) as { default: Manifest };
  return module.default;
}

export async function loadManifests(names: readonly string[]): Promise<Manifest[]> {
  const manifests = await Promise.all(names.map(loadManifest));
  // A folder that holds no subgraph yet, or one of nothing in the graph, is passed over, so that the others run while it is written.
  return manifests.filter(({ name, resolvers }) => name !== undefined && resolvers.length > 0);
}
