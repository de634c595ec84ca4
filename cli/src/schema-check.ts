import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type BrokenOperation, type Judgement, judgeChange, type SentOperation } from '@stoa/gateway/check/broken-operations';
import { readManifest } from '@stoa/gateway/documents/operation-manifest';
import type { UsageRecord } from '@stoa/gateway/figures/operation-usage';
import { apiSchemaOf } from '@stoa/gateway/plan/api-schema';
import { MANIFESTS } from './operation-manifests.ts';
import { readFlag } from './read-flag.ts';
import { UsageError } from './usage-error.ts';
import { root } from './workspace.ts';

/** The supergraph as the project has it. */
export const SUPERGRAPH = join(root, 'schema', 'supergraph.graphql');

export interface CheckOptions {
  /** The schema that clients were built for: a file, an address, or a commit of this project. */
  readonly against: string;
  /** The schema that is to take its place, a file. */
  readonly supergraph: string;
  /** What gateways say that clients send: a file of what `/usage` answers, or its address. */
  readonly usage: string | undefined;
}

/** Judges a change of schema by what clients were built with, and by what they were seen to send. */
export async function checkSchema({ against, supergraph, usage }: CheckOptions): Promise<Judgement> {
  const [before, seen] = await Promise.all([earlierSupergraph(against), usage === undefined ? [] : usageOf(usage)]);
  const operations = new Map([...persistedOperations(against), ...seen].map((each) => [`${each.client}\n${each.body}`, each]));
  return judgeChange(apiSchemaOf(before), apiSchemaOf(readFlag(supergraph, '--supergraph')), [...operations.values()]);
}

/** A line for each operation that is broken, and the error that ends the command where there is one. */
export function report({ broken }: Judgement): void {
  for (const { operation, reasons } of broken) console.log(`broken: ${operation.client} ${operation.name}: ${reasons.join(' ')}`);
  if (broken.length === 0) return console.log('no operation of any client is broken');
  throw new Error(`${count(broken.length, 'operation')} of ${count(clientsOf(broken), 'client')} would be broken`);
}

const clientsOf = (broken: readonly BrokenOperation[]): number => new Set(broken.map(({ operation }) => operation.client)).size;

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

const isAddress = (text: string): boolean => /^https?:\/\//.test(text);

async function earlierSupergraph(against: string): Promise<string> {
  if (isAddress(against)) return fetchText(against, '--against');
  if (existsSync(against)) return readFlag(against, '--against');
  return showFile(against, relative(root, SUPERGRAPH));
}

/** Of the manifests in the folder, and of those that the commit had: what is no longer persisted may still be sent. */
function persistedOperations(against: string): SentOperation[] {
  const folder = relative(root, MANIFESTS);
  const present = readdirSync(MANIFESTS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, text: readFileSync(join(MANIFESTS, name), 'utf8') }));
  const isCommit = !isAddress(against) && !existsSync(against);
  const listed = isCommit ? git('ls-tree', '-r', '--name-only', against, '--', folder).split('\n') : [];
  const past = listed
    .filter((path) => path.endsWith('.json'))
    .map((path) => ({ name: relative(folder, path), text: showFile(against, path) }));
  return [...past, ...present].flatMap(({ name, text }) =>
    readManifest(text).operations.map(({ name: operation, body }) => ({ client: name.replace(/\.json$/, ''), name: operation, body })),
  );
}

async function usageOf(place: string): Promise<SentOperation[]> {
  const text = isAddress(place) ? await fetchText(place, '--usage') : readFlag(place, '--usage');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const { client, version, operationName, id, body, lastSeenOn } = parseRecord(line, place, index + 1);
    const of = [client ?? 'a client without a name', version].filter(Boolean).join(' ');
    const name = operationName ?? /^(?:query|mutation|subscription) (\w+)/.exec(body)?.[1] ?? id.slice(0, 12);
    return { client: of, name: `${name} (last seen on ${lastSeenOn})`, body };
  });
}

function parseRecord(line: string, place: string, number: number): UsageRecord {
  try {
    const record = JSON.parse(line) as UsageRecord;
    if (typeof record.body === 'string' && typeof record.id === 'string') return record;
  } catch {
    // Said below.
  }
  throw new UsageError(`--usage: line ${number} of ${place} is not what /usage answers`);
}

async function fetchText(url: string, flag: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch((error: Error) => error);
  if (response instanceof Error || !response.ok) throw new UsageError(`${flag}: ${url} does not answer with it`);
  return response.text();
}

function showFile(commit: string, path: string): string {
  return git('show', `${commit}:./${path}`);
}

function git(...args: readonly string[]): string {
  try {
    return execFileSync('git', ['--no-pager', ...args], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    throw new UsageError('--against: must be a file, an address, or a commit that has schema/supergraph.graphql');
  }
}
