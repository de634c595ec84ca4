import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeManifest } from '@stoa/gateway/documents/make-manifest';
import { loadSupergraph } from '@stoa/gateway/plan/supergraph';
import { readOr } from './supergraph-of.ts';
import { root } from './workspace.ts';

/** A folder per client, with the operations that it was built with; in `partners`, one for each that comes with a key. */
const SOURCES = join(root, 'schema', 'operations');
/** A manifest per client; the gateway serves what stands here. */
export const MANIFESTS = join(root, 'schema', 'generated', 'operations');
const PARTNERS = 'partners';

/** The manifests of all clients as their operations have them, by file name. */
export function operationManifests(): Map<string, string> {
  const { apiSchema } = loadSupergraph(readFileSync(join(root, 'schema', 'supergraph.graphql'), 'utf8'));
  const clients = [
    ...foldersIn('').filter((client) => client !== PARTNERS),
    ...foldersIn(PARTNERS).map((client) => join(PARTNERS, client)),
  ];
  return new Map(
    clients.map((client) => {
      const names = readdirSync(join(SOURCES, client)).filter((name) => name.endsWith('.graphql'));
      const files = names.sort().map((name) => ({ name: `${client}/${name}`, text: readFileSync(join(SOURCES, client, name), 'utf8') }));
      return [`${client}.json`, `${JSON.stringify(makeManifest(apiSchema, files), null, 2)}\n`];
    }),
  );
}

const foldersIn = (folder: string): string[] =>
  readdirSync(join(SOURCES, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** Writes the manifests that differ and returns their names; with `check` it only tells. */
export function writeOperationManifests(check: boolean): string[] {
  const differing = [...operationManifests()].filter(([name, text]) => readOr(join(MANIFESTS, name)) !== text);
  if (!check) {
    mkdirSync(join(MANIFESTS, PARTNERS), { recursive: true });
    for (const [name, text] of differing) writeFileSync(join(MANIFESTS, name), text);
  }
  return differing.map(([name]) => name);
}
