import { mermaidOf } from '@stoa/kit/machine';
import type { Manifest } from '@stoa/kit/subgraph';

const CONTRACTS = '../../schema';

/** What a subgraph's manifest says, for its README: what it keeps, offers, answers, asks, tells and hears. */
export function manifestBlock(manifest: Manifest, askedCommands: readonly string[]): string {
  const { name, entities, commands, publishes, handlers, jobs, routes, policies } = manifest;
  const operations = policies.flatMap((policy) => Object.keys(policy.operations ?? {}));
  const rows: [string, string][] = [
    ['Owns', list(entities.map((entity) => code(entity.name)))],
    ['In the graph', list(operations.map(code))],
    ['Answers', list(commands.map(({ contract }) => commandLink(contract.name)))],
    ['Asks', list(askedCommands.map(commandLink))],
    ['Publishes', list(publishes.map((event) => eventLink(event)))],
    ['Consumes', list(handlers.map(({ contract }) => eventLink(contract)))],
    ['Jobs', list(jobs.map((job) => `${code(job.name)} every ${duration(job.everyMs)}`))],
    ['Routes', list(routes.map(({ method, path }) => code(`${method} ${path}`)))],
  ];
  const table = [
    '| | |',
    '| --- | --- |',
    ...rows.filter(([, value]) => value !== '').map(([what, value]) => `| **${what}** | ${value} |`),
  ];
  const access = `Who may do what: [access.md](${CONTRACTS}/generated/access.md#${name}). Its part of the graph: [${name}.graphql](${CONTRACTS}/subgraphs/${name}.graphql).`;
  return [table.join('\n'), access, ...machinesOf(manifest)].join('\n\n');
}

const machinesOf = ({ machines }: Manifest): string[] =>
  machines.map((machine) => `### The states of ${machine.name}\n\n\`\`\`mermaid\n${mermaidOf(machine).trimEnd()}\n\`\`\``);

const code = (text: string): string => `\`${text}\``;
const list = (items: readonly string[]): string => items.join(', ');

const domainOf = (contract: string): string => contract.slice(0, contract.indexOf('.'));
const commandLink = (contract: string): string => `[${code(contract)}](${CONTRACTS}/commands/${domainOf(contract)}.ts)`;
const eventLink = ({ name, version }: { name: string; version: number }): string =>
  `[${code(name)}](${CONTRACTS}/events/${domainOf(name)}.ts)${version > 1 ? ` v${version}` : ''}`;

function duration(milliseconds: number): string {
  if (milliseconds % 60_000 === 0) return `${milliseconds / 60_000} min`;
  return milliseconds % 1_000 === 0 ? `${milliseconds / 1_000} s` : `${milliseconds} ms`;
}
