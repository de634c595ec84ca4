import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Names } from './names.ts';
import { packageFiles } from './package-files.ts';
import { printedSchema } from './printed-schema.ts';
import { sourceFiles } from './source-files.ts';

interface TypeScriptProject {
  references: { path: string }[];
}

interface PackageManifest {
  dependencies: Record<string, string>;
}

/** Writes a new subgraph into the project and makes it known to the compiler and the command line. Nothing that is there is changed. */
export function writeSubgraph(project: string, names: Names): string[] {
  const folder = join('subgraphs', names.domain);
  if (existsSync(join(project, folder))) throw new Error(`${folder} is there already`);
  const files = [...packageFiles(names), ...sourceFiles(names)].map(([path, text]): [string, string] => [join(folder, path), text]);
  files.push([join('schema', 'subgraphs', `${names.domain}.graphql`), printedSchema(names)]);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
  const changed = [announceToCompiler(project, folder), announceToCommandLine(project, names.domain)];
  return [...files.map(([path]) => path), ...changed];
}

function announceToCompiler(project: string, folder: string): string {
  change<TypeScriptProject>(join(project, 'tsconfig.json'), (root) => {
    // Before the command line, which is built on all of them.
    const last = root.references.findIndex(({ path }) => path === 'cli');
    root.references.splice(last === -1 ? root.references.length : last, 0, { path: folder });
  });
  return 'tsconfig.json';
}

function announceToCommandLine(project: string, domain: string): string {
  change<PackageManifest>(join(project, 'cli', 'package.json'), (manifest) => {
    manifest.dependencies[`@stoa/${domain}`] = '0.1.0';
  });
  return 'cli/package.json';
}

function change<T>(file: string, edit: (content: T) => void): void {
  const content = JSON.parse(readFileSync(file, 'utf8')) as T;
  edit(content);
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}
