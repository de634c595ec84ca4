import type { Names } from './names.ts';

/** Everything of a new subgraph that is no TypeScript of its domain, by path below the subgraph's folder. */
export function packageFiles(names: Names): Map<string, string> {
  return new Map([
    ['README.md', readme(names)],
    ['package.json', packageJson(names)],
    ['tsconfig.json', tsconfig],
    ['migrations/index.ts', `import initial from './0001-initial.ts';\n\nexport const migrations = [initial];\n`],
    ['migrations/0001-initial.ts', migration(names)],
  ]);
}

const readme = ({ domain, file, Entity }: Names): string => `# ${domain[0]!.toUpperCase()}${domain.slice(1).replaceAll('-', ' ')}

Say here what this domain owns, and why it is one of its own.

Start with \`src/${file}/${file}.machine.ts\`, the states of a ${Entity}, then \`src/${file}/${file}.policy.ts\`, who may do what.
`;

const packageJson = ({ domain }: Names): string => `{
  "name": "@stoa/${domain}",
  "version": "0.1.0",
  "private": true,
  "type": "module",
  "exports": { ".": { "source": "./src/index.ts", "types": "./dist/src/index.d.ts", "default": "./dist/src/index.js" } },
  "dependencies": { "@stoa/kit": "0.1.0", "@stoa/schema": "0.1.0", "zod": "4.6.7" }
}
`;

const tsconfig = `{
  "extends": "../../tsconfig.base.json",
  "compilerOptions": { "rootDir": ".", "outDir": "dist" },
  "include": ["src", "migrations"],
  "references": [{ "path": "../../kit" }, { "path": "../../schema" }]
}
`;

const migration = ({ domain, table }: Names): string => `import type { TableStep } from '@stoa/kit/persistence';

export default {
  name: '${domain}-0001-initial',
  sql: \`
    create table "${table}" ("id" uuid not null, "owner_id" uuid not null, "status" text not null, "name" varchar(200) not null, "created_at" timestamptz not null default now(), "version" int not null default 1, primary key ("id"));
    create index "${table}_owner_id_index" on "${table}" ("owner_id");
    alter table "${table}" add constraint "${table}_status_check" check ("status" in ('OPEN', 'CLOSED'));
\`,
} satisfies TableStep;
`;
