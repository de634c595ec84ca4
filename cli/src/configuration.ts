import { resolve } from 'node:path';
import { type PairKey, type RootKeys, readPairKey } from '@stoa/kit/auth';
import { databaseUrl } from '@stoa/kit/persistence';
import { ConfigurationError, type Environment } from '@stoa/kit/subgraph';
import type { z } from 'zod';
import type { NatsAddress } from './bus-choice.ts';
import { databaseAddress, httpAddresses, settingsTable, variableOf } from './settings-table.ts';
import { defaultUrlOf } from './supergraph-of.ts';

type Settings = z.output<typeof settingsTable>;

/** The whole configuration, read and checked once at start-up. */
export interface Configuration {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly logLevel: string;
  readonly production: boolean;
  readonly settings: Settings;
  /** What subgraphs read their own settings from. */
  readonly environment: Environment;
  /** A database server for all subgraphs, if one is given. */
  readonly serverUrl: string | undefined;
  /** A subgraph's own database, where one is given. */
  ownDatabaseUrlOf(subgraph: string): string | undefined;
  /** Where the subgraph's database is, given either way. */
  databaseUrlOf(subgraph: string): string | undefined;
  /** Base addresses of a service's replicas, where they are given. */
  givenUrlsOf(service: string): readonly string[] | undefined;
  urlsOf(service: string): readonly string[];
  readonly rootKeys: RootKeys | undefined;
  /** The pairs given to one service, or undefined. */
  pairKeysOf(service: string): readonly PairKey[] | undefined;
  natsAddress(users: readonly string[]): NatsAddress | undefined;
}

/** Reads the configuration. The first wrong value is a ConfigurationError that names it, without its value where that is secret. */
export function readConfiguration(given: Environment): Configuration {
  // A variable that is set to nothing is one that is not set, as shells and compose files have it.
  const environment = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''));
  const settings = readSettings(environment);
  const one = <S extends z.ZodType>(name: string, schema: S): z.output<S> | undefined => readOne(environment, name, schema);
  const ownDatabaseUrlOf = (subgraph: string) => one(variableOf(subgraph, 'DATABASE_URL'), databaseAddress);
  const givenUrlsOf = (service: string) => one(variableOf(service, 'URLS'), httpAddresses)?.map((url) => url.replace(/\/+$/, ''));
  return {
    host: settings.HOST,
    port: settings.PORT,
    dataDir: resolve(settings.STOA_DATA_DIR),
    logLevel: settings.LOG_LEVEL,
    production: settings.NODE_ENV === 'production',
    settings,
    environment,
    serverUrl: settings.DATABASE_URL,
    ownDatabaseUrlOf,
    databaseUrlOf: (subgraph) =>
      ownDatabaseUrlOf(subgraph) ?? (settings.DATABASE_URL && databaseUrl(settings.DATABASE_URL, databaseNameOf(subgraph))),
    givenUrlsOf,
    urlsOf: (service) => givenUrlsOf(service) ?? [defaultUrlOf(service)],
    rootKeys: settings.STOA_SERVICE_ROOT_KEYS,
    pairKeysOf: (service) => readPairKeys(environment, variableOf(service, 'KEYS')),
    natsAddress: (users) => settings.NATS_URL && natsAddressOf(settings.NATS_URL, users, environment),
  };
}

/** The name of a subgraph's database on a server that all share. */
export const databaseNameOf = (subgraph: string): string => `stoa_${subgraph.replaceAll('-', '_')}`;

function readSettings(environment: Environment): Settings {
  const result = settingsTable.safeParse(environment);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new ConfigurationError(`${String(issue.path[0])}: ${messageOf(issue)}`);
}

function readOne<S extends z.ZodType>(environment: Environment, name: string, schema: S): z.output<S> | undefined {
  if (environment[name] === undefined) return undefined;
  const result = schema.safeParse(environment[name]);
  if (result.success) return result.data;
  throw new ConfigurationError(`${name}: ${messageOf(result.error.issues[0]!)}`);
}

function messageOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : issue.message;
}

function readPairKeys(environment: Environment, name: string): PairKey[] | undefined {
  const texts = environment[name]
    ?.split(',')
    .map((text) => text.trim())
    .filter(Boolean);
  return texts?.map((text) => {
    const pair = readPairKey(text);
    if (!pair) throw new ConfigurationError(`${name}: must hold keys as \`stoa secrets\` prints them`);
    return pair;
  });
}

/** Each user has a password of its own, or all speak as the address says. */
function natsAddressOf(urls: readonly string[], users: readonly string[], environment: Environment): NatsAddress {
  const { username, password } = new URL(urls[0]!);
  const servers = urls.map((text) => {
    const url = new URL(text);
    url.username = '';
    url.password = '';
    return url.href.replace(/\/$/, '');
  });
  const given = users.filter((user) => environment[variableOf(user, 'NATS_PASSWORD')] !== undefined);
  if (given.length === 0) {
    const everybody = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
    return username ? { servers, credentials: () => everybody } : { servers };
  }
  const missing = users.find((user) => !given.includes(user));
  if (missing)
    throw new ConfigurationError(
      `${variableOf(missing, 'NATS_PASSWORD')}: must be set, since ${variableOf(given[0]!, 'NATS_PASSWORD')} is`,
    );
  return { servers, credentials: (user) => ({ user, pass: environment[variableOf(user, 'NATS_PASSWORD')] ?? '' }) };
}
