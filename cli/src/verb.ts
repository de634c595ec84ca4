import type { ParseArgsOptionsConfig } from 'node:util';
import type { Configuration } from './configuration.ts';

/** What a verb was called with. */
export interface Invocation {
  /** The words after the verb. */
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly configuration: Configuration;
}

/** One thing that the command line can do. */
export interface Verb {
  /** As it is called: `serve <names…>`. */
  readonly usage: string;
  readonly about: string;
  /** Words are part of it; elsewhere one too many is a mistake. */
  readonly takesWords?: boolean;
  readonly flags: ParseArgsOptionsConfig;
  /** Loads its code only when it is wanted, so that `stoa config` need not wait for every subgraph. */
  load(): Promise<{ run(invocation: Invocation): Promise<void> }>;
}

const text = { type: 'string' } as const;

export const verbs: Readonly<Record<string, Verb>> = {
  start: {
    usage: 'start',
    about: 'Run everything in one process, on an embedded Postgres and sandbox unless real ones are configured',
    flags: {},
    load: () => import('./verbs/start.ts'),
  },
  demo: {
    usage: 'demo',
    about: 'Walk a purchase through a running Stoa, or one started for it, and tell what each domain does',
    flags: {},
    load: () => import('./verbs/demo.ts'),
  },
  serve: {
    usage: 'serve <subgraph…> [--port 4001] [--metrics-port PORT]',
    about: 'Run chosen subgraphs in a process of their own, each on a port: the first on this one, the next on the one after it',
    takesWords: true,
    flags: { port: text, 'metrics-port': text },
    load: () => import('./verbs/serve.ts'),
  },
  gateway: {
    usage:
      'gateway [--supergraph FILE|nats-kv://BUCKET/KEY] [--port 4000] [--routes FILE] [--jwks URL] [--operations FOLDER] [--no-cache] [--no-coalescing] [--reject-unauthorized]',
    about: 'Run the gateway alone, before subgraphs in other processes; for Stoa, or for any Federation 2 supergraph',
    flags: {
      supergraph: text,
      port: text,
      routes: text,
      jwks: text,
      operations: text,
      'no-cache': { type: 'boolean' },
      'no-coalescing': { type: 'boolean' },
      'reject-unauthorized': { type: 'boolean' },
    },
    load: () => import('./verbs/gateway.ts'),
  },
  sandbox: {
    usage: 'sandbox',
    about: 'Run the sandboxes of Stripe, Razorpay, Mux, the carrier and the object store alone',
    flags: {},
    load: () => import('./verbs/sandbox.ts'),
  },
  schema: {
    usage:
      'schema [--check] | check [--against HEAD|FILE|URL] [--supergraph FILE] [--usage FILE|URL] | publish --to nats-kv://BUCKET/KEY [--supergraph FILE]',
    about:
      'Write what is made from code into schema/; with --check only say what differs. `check` lists breaking changes of the schema, and fails where they break what clients send; `publish` puts a supergraph where gateways look for it',
    takesWords: true,
    flags: { check: { type: 'boolean' }, against: text, supergraph: text, usage: text, to: text },
    load: () => import('./verbs/schema.ts'),
  },
  operations: {
    usage: 'operations [--check] | check [--against HEAD|FILE|URL] [--supergraph FILE] [--usage FILE|URL]',
    about:
      "Write the manifests of clients' persisted operations; with --check only say what differs. `check` tells which operations a change of the schema breaks, client by client",
    takesWords: true,
    flags: { check: { type: 'boolean' }, against: text, supergraph: text, usage: text },
    load: () => import('./verbs/operations.ts'),
  },
  migration: {
    usage: 'migration <subgraph> <title>',
    about: "Draft the step that brings a subgraph's tables to what its entities say",
    takesWords: true,
    flags: {},
    load: () => import('./verbs/migration.ts'),
  },
  events: {
    usage: 'events replay --from <publisher> --to <consumer> [--after 0] | rebuild|forgotten --from <publisher>',
    about:
      'Have a subgraph read the events of another again, without a second effect; make a stream anew whose relay is alarmed; or show what its database has forgotten',
    takesWords: true,
    flags: { from: text, to: text, after: text },
    load: () => import('./verbs/events.ts'),
  },
  'dead-letters': {
    usage: 'dead-letters list|replay|discard [--domain D] [--id ID]',
    about: 'Show the events that could not be handled, have them handled again, or give one up, so that those behind it go on',
    takesWords: true,
    flags: { domain: text, id: text },
    load: () => import('./verbs/dead-letters.ts'),
  },
  audit: {
    usage: 'audit [--settled]',
    about: 'Look whether all holds that must always hold; with --settled also what holds once nothing is under way any more',
    flags: { settled: { type: 'boolean' } },
    load: () => import('./verbs/audit.ts'),
  },
  webhooks: {
    usage: 'webhooks list|retry|discard [--id ID]',
    about: 'Show what payment providers told that fits nothing of ours, have it looked at again, or give one up',
    takesWords: true,
    flags: { id: text },
    load: () => import('./verbs/webhooks.ts'),
  },
  notifications: {
    usage: 'notifications list|retry [--id ID] [--error CODE]',
    about: 'Show the messages to people that could not be delivered, or have them tried again: one, those of one error, or all',
    takesWords: true,
    flags: { id: text, error: text },
    load: () => import('./verbs/notifications.ts'),
  },
  checkouts: {
    usage: 'checkouts list|resume [--since MOMENT]',
    about: 'Show purchases of which a domain knows nothing that was set back to an earlier point, or have them gone through again',
    takesWords: true,
    flags: { since: text },
    load: () => import('./verbs/checkouts.ts'),
  },
  sweep: {
    usage: 'sweep',
    about: 'Have payments ask its providers now, and not only at night, for what no webhook told',
    flags: {},
    load: () => import('./verbs/sweep.ts'),
  },
  reconcile: {
    usage: 'reconcile [--day YYYY-MM-DD]',
    about: 'Show where the books and the providers differ; with --day have all days from that one on compared again',
    flags: { day: text },
    load: () => import('./verbs/reconcile.ts'),
  },
  secrets: {
    usage: 'secrets',
    about: 'Print fresh secrets for a deployment of many processes, as an environment file',
    flags: {},
    load: () => import('./verbs/secrets.ts'),
  },
  compose: {
    usage: 'compose [--check]',
    about: 'Write docker-compose.yml for the subgraphs there are; with --check only say what differs',
    flags: { check: { type: 'boolean' } },
    load: () => import('./verbs/compose.ts'),
  },
  config: {
    usage: 'config [--markdown]',
    about: 'Print every setting, what it is for and what it is now',
    flags: { markdown: { type: 'boolean' } },
    load: () => import('./verbs/config.ts'),
  },
};
