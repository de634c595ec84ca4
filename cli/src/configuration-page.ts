import type { Environment } from '@stoa/kit/subgraph';
import { settingsOfServices, settingsTable } from './settings-table.ts';

interface Row {
  readonly name: string;
  readonly about: string;
  /** What holds where it is not set. */
  readonly otherwise: string;
  readonly secret: boolean;
}

/** Every setting, read off the schema that checks it. */
function rows(): Row[] {
  return Object.entries(settingsTable.shape).map(([name, schema]) => {
    const { about, otherwise, secret } = schema.meta() as { about: string; otherwise?: string; secret?: boolean };
    const standard = schema.def.type === 'optional' ? undefined : (schema.def as { defaultValue?: unknown }).defaultValue;
    return { name, about, otherwise: otherwise ?? `\`${String(standard)}\``, secret: secret ?? false };
  });
}

const serviceRows = (): Row[] => Object.entries(settingsOfServices).map(([name, row]) => ({ name, ...row }));

/** `docs/configuration.md`. */
export function configurationPage(): string {
  const table = (some: readonly Row[]): string =>
    [
      '| variable | what it is for | otherwise |',
      '| --- | --- | --- |',
      ...some.map((row) => `| \`${row.name}\` | ${row.about} | ${row.otherwise} |`),
    ].join('\n');
  return `# Configuration

Everything comes from the environment; a variable that is set to nothing counts as not set. A wrong value stops the start with one
line that names it. \`stoa config\` prints this table with what is set now, secrets hidden. The page is made by
\`stoa config --markdown\` from \`cli/src/settings-table.ts\`.

${table(rows())}

## For each service

\`<NAME>\` is the name of a subgraph in capitals, \`ORDERS\` say.

${table(serviceRows())}

\`STOA_NATS_SERVER\` names the nats-server program where it is not on the PATH.
`;
}

/** The settings as they are now, for the terminal. */
export function settingsText(environment: Environment): string {
  const plain = (text: string): string => text.replaceAll('`', '');
  const now = ({ name, otherwise, secret }: Row): string => {
    const value = environment[name];
    if (value === undefined) return `not set: ${plain(otherwise)}`;
    return secret ? 'set' : value;
  };
  const lines = rows().map((row) => `${row.name}  ${now(row)}\n    ${plain(row.about)}`);
  const ofServices = serviceRows().map((row) => `${row.name}  not set: ${plain(row.otherwise)}\n    ${plain(row.about)}`);
  return [...lines, '', 'For each service, with its name in capitals:', ...ofServices].join('\n');
}
