/** A user of the broker. All share one account, since a stream is visible only inside its account. */
export interface NatsUser {
  readonly name: string;
  /**
   * The word itself, or `$NAME` for a variable of the server's environment. The server reads such a variable as it would its
   * file, so its value starts with a letter and holds only letters and digits; `12e4` would be a number.
   */
  readonly password: string;
  /** Subjects it may publish to, or everything. */
  readonly publish: readonly string[] | 'everything';
}

/** What a configuration file is made from. */
export interface NatsConfigOptions {
  readonly host: string;
  readonly port: number;
  readonly storeDir: string;
  readonly users: readonly NatsUser[];
}

/** The name of the gateway's user, who hears all events and sends none, and may read the bucket with the supergraph. */
export const GATEWAY_USER = 'gateway';

/** The name of the operator's user, for the command line's own tools and for tests; no domain gets its password. */
export const NATS_OPERATOR = 'stoa';

/**
 * What a domain may publish to: its own events, and the JetStream requests that it needs. It reads every stream, since events are
 * there to be read, but makes, changes and empties only its own. A consumer of another domain's stream is its own affair.
 */
export function domainPublishSubjects(domain: string, stream: string = domain): string[] {
  return [
    `${domain}.>`,
    '$JS.API.INFO',
    '$JS.API.STREAM.NAMES',
    '$JS.API.STREAM.LIST',
    '$JS.API.STREAM.INFO.*',
    '$JS.API.STREAM.MSG.GET.*',
    '$JS.API.DIRECT.GET.>',
    `$JS.API.STREAM.*.${stream}`,
    `$JS.API.STREAM.MSG.DELETE.${stream}`,
    '$JS.API.CONSUMER.>',
    '$JS.ACK.>',
    '$JS.FC.>',
  ];
}

/** What the gateway may ask the broker: what is in the bucket that supergraphs are published to. */
const GATEWAY_REQUESTS = ['$JS.API.STREAM.INFO.KV_supergraph', '$JS.API.DIRECT.GET.KV_supergraph.>'];

/** A user for each domain, limited to its own subjects, the gateway, which may publish no event, and the operator, who may everything. */
export function natsUsers(domains: readonly string[], passwordOf: (user: string) => string): NatsUser[] {
  return [
    { name: NATS_OPERATOR, password: passwordOf(NATS_OPERATOR), publish: 'everything' },
    { name: GATEWAY_USER, password: passwordOf(GATEWAY_USER), publish: GATEWAY_REQUESTS },
    ...domains.map((domain) => ({ name: domain, password: passwordOf(domain), publish: domainPublishSubjects(domain) })),
  ];
}

/**
 * Writes the configuration of a nats-server 2.9 or later. `sync_interval` stays the server's own: events that a crash of the
 * broker takes are published again from the outbox, so none of them needs to wait for the disk.
 */
export function natsConfig({ host, port, storeDir, users }: NatsConfigOptions): string {
  return `${[
    `host: "${host}"`,
    `port: ${port}`,
    'server_name: "stoa"',
    'max_payload: 1MB',
    'jetstream {',
    `  store_dir: ${JSON.stringify(storeDir)}`,
    '}',
    'accounts {',
    '  STOA {',
    '    jetstream: enabled',
    '    users: [',
    ...users.map(userLine),
    '    ]',
    '  }',
    '}',
  ].join('\n')}\n`;
}

function userLine({ name, password, publish }: NatsUser): string {
  const secret = password.startsWith('$') ? password : JSON.stringify(password);
  if (publish === 'everything') return `      { user: "${name}", password: ${secret} }`;
  const allowed = publish.map((subject) => JSON.stringify(subject)).join(', ');
  return `      { user: "${name}", password: ${secret}, permissions: { publish: { allow: [${allowed}] } } }`;
}
