import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compose } from '@stoa/gateway/compose';
import { mermaidOf } from '@stoa/kit/machine';
import type { Manifest } from '@stoa/kit/subgraph';
import { accessPage } from './access-page.ts';
import { askedCommands } from './asked-commands.ts';
import { contractFiles } from './contract-files.ts';
import { generatedPages } from './generated-pages.ts';
import { describeSubgraph, readOr } from './supergraph-of.ts';
import { loadManifests, root, subgraphNames } from './workspace.ts';

/** All files that are made from code, by their path from the project's folder. */
export async function filesFromCode(): Promise<Map<string, string>> {
  const manifests = await loadManifests(subgraphNames());
  const files = new Map([...(await schemaFiles(manifests))].map(([path, text]) => [`schema/${path}`, text] as const));
  const asked = new Map(await Promise.all(manifests.map(async ({ name }) => [name, await askedCommands(name)] as const)));
  const pages = generatedPages({ manifests, askedCommands: asked, textOf: (path) => readOr(join(root, path)) });
  return new Map([...files, ...pages]);
}

/** Those below `schema/`, by their path there. */
async function schemaFiles(manifests: readonly Manifest[]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const subgraphs = manifests.map(describeSubgraph);
  for (const { name, sdl } of subgraphs) files.set(`subgraphs/${name}.graphql`, sdl);
  files.set('supergraph.graphql', `${compose(subgraphs).supergraphSdl.trimEnd()}\n`);
  for (const manifest of manifests)
    for (const machine of manifest.machines) files.set(`generated/machines/${manifest.name}.${machine.name}.mmd`, mermaidOf(machine));
  files.set('generated/access.md', accessPage(manifests));
  files.set('generated/routes.json', `${JSON.stringify(routesOf(manifests), null, 2)}\n`);
  for (const [path, text] of await contractFiles()) files.set(path, text);
  return files;
}

/** The gateway's table of plain HTTP routes. */
export const routesOf = (manifests: readonly Manifest[]) =>
  manifests.flatMap(({ name, routes }) => routes.map(({ method, path, internal }) => ({ method, path, service: name, internal })));

/** Writes what differs and returns its paths; with `check` it only tells. */
export async function writeSchema(check: boolean): Promise<string[]> {
  const changed: string[] = [];
  for (const [path, text] of await filesFromCode()) {
    const file = join(root, path);
    if (readOr(file) === text) continue;
    changed.push(path);
    if (check) continue;
    assertNewVersion(path, file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return changed;
}

/** What was published under a version stays what it was: events of that version are in streams and outboxes, and are read again. */
function assertNewVersion(path: string, file: string): void {
  if (!path.startsWith('schema/generated/events/') || readOr(file) === null) return;
  throw new Error(`${path} would change: an event that changes gets a new version, beside the old one`);
}
