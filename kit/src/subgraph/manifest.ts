import type { StaffActs } from '../audit/index.ts';
import type { CommandHandler } from '../commands/index.ts';
import type { EventContract } from '../events/index.ts';
import type { Figure } from '../figures/index.ts';
import type { CacheHints, Reference } from '../graphql/index.ts';
import type { EventHandler } from '../handlers/index.ts';
import type { Job } from '../jobs/index.ts';
import type { Machine } from '../machine/index.ts';
import type { TableStep } from '../persistence/index.ts';
import type { PersonalData } from '../personal-data/index.ts';
import type { Policy } from '../policy/index.ts';
import type { DeclaredSaga } from '../saga/index.ts';
import type { DomainContext } from '../use-case/index.ts';
import type { Resource } from './resource.ts';
import type { Route } from './route.ts';

type EntityClass = new (...args: never[]) => object;
type ResolverClass = abstract new (...args: never[]) => object;

/** A domain, whole: the table of contents that everything else is made from. */
export interface Manifest {
  readonly name: string;
  readonly entities: readonly EntityClass[];
  /** Steps that build this domain's tables, in order. */
  readonly migrations: readonly TableStep[];
  /** Postgres settings that each of the domain's connections starts with. */
  readonly sessionSettings: Readonly<Record<string, string>>;
  readonly resolvers: readonly ResolverClass[];
  readonly references: readonly Reference[];
  readonly policies: readonly Policy[];
  /** What of its answers the gateway may keep; nothing of which there is no hint. */
  readonly cacheHints: CacheHints;
  readonly machines: readonly Machine[];
  /** Those whose rows are among the entities, so that operators see how far they are. */
  readonly sagas: readonly DeclaredSaga[];
  readonly commands: readonly CommandHandler[];
  /** Events that this domain may emit; nothing else leaves it. */
  readonly publishes: readonly EventContract[];
  readonly handlers: readonly EventHandler[];
  readonly jobs: readonly Job[];
  readonly routes: readonly Route[];
  /** What it holds of people. Its handlers and jobs are among those of the domain. */
  readonly personalData?: PersonalData;
  /** What this domain tells operators, beyond what every domain does. */
  readonly figures: readonly Figure[];
  /** Where it is written down what staff do here. Whoever has mutations has it. */
  readonly staffActs?: StaffActs;
  /** Settings and provider clients, made at start-up. */
  readonly resources: readonly Resource<unknown>[];
  /** Runs once the tables are there, before the first request: what a fresh installation must hold. */
  readonly seed?: (context: DomainContext) => Promise<void>;
}

type Optional =
  | 'sessionSettings'
  | 'references'
  | 'cacheHints'
  | 'machines'
  | 'sagas'
  | 'commands'
  | 'publishes'
  | 'handlers'
  | 'jobs'
  | 'routes'
  | 'figures'
  | 'resources';
export type ManifestInput = Omit<Manifest, Optional> & Partial<Pick<Manifest, Optional>>;

/** Declares a subgraph. What is left out is empty; what is wrong stops the start. */
export function defineSubgraph(input: ManifestInput): Manifest {
  const manifest: Manifest = {
    sessionSettings: {},
    references: [],
    cacheHints: {},
    machines: [],
    sagas: [],
    commands: [],
    publishes: [],
    routes: [],
    figures: [],
    resources: [],
    ...input,
    handlers: [...(input.handlers ?? []), ...(input.personalData?.handlers ?? [])],
    jobs: [...(input.jobs ?? []), ...(input.personalData?.jobs ?? []), ...(input.staffActs?.jobs ?? [])],
  };
  for (const { contract } of manifest.commands)
    if (contract.domain !== manifest.name) throw new Error(`${manifest.name} answers ${contract.name}, a command of ${contract.domain}`);
  for (const contract of manifest.publishes)
    if (contract.domain !== manifest.name)
      throw new Error(`${manifest.name} cannot publish ${contract.name}, an event of ${contract.domain}`);
  const mutation = manifest.policies.flatMap(({ operations = {} }) => Object.keys(operations)).find((path) => path.startsWith('Mutation.'));
  if (mutation && !manifest.staffActs)
    throw new Error(`${manifest.name} has ${mutation} and no staffActs: nobody would know what staff did by it`);
  const names = [...manifest.commands.map((each) => each.contract.name), ...manifest.jobs.map((each) => each.name)];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`${manifest.name} declares ${twice} twice`);
  return manifest;
}
