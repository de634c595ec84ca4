import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSchema } from '../../graphql/index.ts';
import type { Probe } from './probe.ts';

/** Compares with what is committed, which is what clients and the gateway were built against. */
export const schemaProbe: Probe = {
  name: 'the schema is the committed one',
  async faults({ manifest }) {
    const file = committedSchema(manifest.name);
    if (!file) return [`schema/subgraphs/${manifest.name}.graphql is not there: run \`npm run schema\` and commit it`];
    if (readFileSync(file, 'utf8') === buildSchema(manifest).sdl) return [];
    return [
      `schema/subgraphs/${manifest.name}.graphql is not what the code says: run \`npm run schema\`, look at the difference and commit it`,
    ];
  },
};

/** Looks for the project's `schema` folder from here upwards, since tests may be started in any folder of it. */
function committedSchema(name: string): string | null {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const file = join(folder, 'schema', 'subgraphs', `${name}.graphql`);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return null;
  }
}
